package io.parley.adapter.postgres;

import static io.parley.testkit.fixture.Fixture.ALICE;
import static io.parley.testkit.fixture.Fixture.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.domain.port.BlockStore;
import io.parley.domain.port.ContactStore;
import io.parley.testkit.contract.ContactStoreContract;
import io.parley.testkit.contract.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresContactStoreTest implements ContactStoreContract {
  private final PostgresFixture fixture = new PostgresFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Override
  public Stores stores() {
    return fixture.stores();
  }

  @Override
  public ContactStore contacts() {
    return fixture.postgres().contacts();
  }

  @Override
  public BlockStore blocks() {
    return fixture.postgres().blocks();
  }

  @Test
  void givenConversationWithoutMessage_whenRecounted_thenNothingIsWrong() {
    var request = contacts().request(ALICE, BOB, Optional.empty()).request();
    Object unused = contacts().accept(request.id(), BOB);
    Recount recount = new Recount(fixture.postgres().dataSource());

    assertThat(recount.check()).isEmpty();

    fixture.database().run("UPDATE chat.participants SET last_message_at = NULL");
    List<Recount.Wrong> wrong = recount.check();
    recount.repair(wrong);

    assertThat(wrong).hasSize(2);
    assertThat(recount.check()).isEmpty();
  }

  @Test
  void givenRequestsAndBlocks_whenAUserIsExported_thenHisAreThereAndBlocksOfHimAreNot()
      throws Exception {
    var request = contacts().request(ALICE, BOB, Optional.empty()).request();
    Object unused = contacts().accept(request.id(), BOB);
    boolean unusedToo = blocks().block(ALICE, BOB);
    List<String> ofAlice = new ArrayList<>();
    List<String> ofBob = new ArrayList<>();

    UserExport export = new UserExport(fixture.postgres().dataSource());
    unusedToo = export.write(ALICE, ofAlice::add);
    unusedToo = export.write(BOB, ofBob::add);

    assertThat(String.join("\n", ofAlice))
        .contains("\"type\":\"contact_request\"", "\"status\":\"accepted\"")
        .contains("\"type\":\"block\"", "\"blocked_id\":2")
        .contains("\"type\":\"conversation\"");
    assertThat(String.join("\n", ofBob))
        .contains("\"type\":\"contact_request\"")
        .doesNotContain("\"block\"");
  }
}
