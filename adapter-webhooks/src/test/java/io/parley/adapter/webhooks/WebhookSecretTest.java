package io.parley.adapter.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookSecretTest {
  /** The example that the libraries of Standard Webhooks are tested with. */
  @Test
  void givenExampleOfTheStandard_whenSigned_thenItIsTheSignatureOfTheStandard() {
    WebhookSecret secret = WebhookSecret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    String signature =
        secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");

    assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void givenTextThatIsNoSecret_whenRead_thenItIsRefusedWithoutBeingShown() {
    List<String> unfit =
        List.of(
            "",
            "whsec_",
            "whsec_" + secretOf(23),
            "whsec_" + secretOf(65),
            secretOf(32),
            "whsec_not&Base64&not&Base64&not&Base64");

    assertThat(unfit)
        .allSatisfy(
            text ->
                assertThatIllegalArgumentException()
                    .isThrownBy(() -> WebhookSecret.of(text))
                    .withMessage("must be whsec_ and 24 to 64 bytes in Base64")
                    .withNoCause());
  }

  @Test
  void givenSecret_whenShown_thenItIsNot() {
    assertThat(WebhookSecret.of("whsec_" + secretOf(24))).hasToString("WebhookSecret[***]");
  }

  private static String secretOf(int bytes) {
    return Base64.getEncoder().encodeToString(new byte[bytes]);
  }
}
