package io.parley.domain.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressBlockTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:2::, 2001:db8:1:2:0:0:0:0/64",
    "[2001:db8:1:2:ffff::9], 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:3::, 2001:db8:1:3:0:0:0:0/64",
    "::ffff:192.0.2.7, 192.0.2.7",
    "fe80::1%no-such-interface, fe80::1%no-such-interface",
    "not:an:address, not:an:address",
    "localhost, localhost",
    "'', ''"
  })
  void givenAddress_whenItIsCounted_thenItsBlockIs(String address, String block) {
    assertThat(AddressBlock.of(address)).isEqualTo(block);
  }
}
