package io.parley.domain.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.domain.error.InvalidValueException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a",
        "https://cdn.example/files/1.png",
        "HTTPS://CDN.EXAMPLE/FILE",
        "https://cdn.example:8443/a%20b?x=1&y=[2]#top",
        "https://user@cdn.example/",
        "https://[2001:db8::1]/x",
        "https://bücher.example/ä.png",
        "http://host/uploads/my file [1].png",
        "https://host/100%.png?a={b}|c"
      })
  void givenHttpUrl_whenMade_thenItIsKept(String url) {
    assertThat(new AttachmentUrl(url).text()).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://cdn.example/x",
        "javascript:alert(1)",
        "data:text/plain,x",
        "file:///etc/passwd",
        "/files/1.png",
        "cdn.example/x",
        "//cdn.example/x",
        "http:",
        "http:/x",
        "http://",
        "https:///x",
        "http:x",
        "https://a b/",
        "https://a/<x>",
        "https://a/\nx",
        "https://a/\"x",
        "https://a\\@b/",
        "httpss://a",
        " http://a"
      })
  void givenAnythingElse_whenMade_thenItIsRefused(String text) {
    assertThatThrownBy(() -> new AttachmentUrl(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage("attachmentUrl must be an http or https URL");
  }
}
