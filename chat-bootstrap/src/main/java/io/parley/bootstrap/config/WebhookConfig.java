package io.parley.bootstrap.config;

import io.parley.adapter.webhooks.WebhookSecret;
import java.net.URI;
import java.util.Optional;

/** Which service of the host is told of every message. */
public record WebhookConfig(URI url, WebhookSecret secret) {

  static Optional<WebhookConfig> read(SettingReader settings) {
    Optional<URI> url =
        settings.httpUrl(Setting.CHAT_WEBHOOK_URL, "https://app.example/chat-events");
    Optional<WebhookSecret> secret =
        settings
            .secret(Setting.CHAT_WEBHOOK_SECRET)
            .flatMap(text -> readSecret(text.text().strip(), settings));
    if (settings.isNamed(Setting.CHAT_WEBHOOK_URL)
        != settings.isNamed(Setting.CHAT_WEBHOOK_SECRET)) {
      settings.mistake(
          settings.isNamed(Setting.CHAT_WEBHOOK_URL)
              ? Setting.CHAT_WEBHOOK_SECRET
              : Setting.CHAT_WEBHOOK_URL,
          "must be set, too: one is nothing without the other");
    }
    return url.flatMap(known -> secret.map(signing -> new WebhookConfig(known, signing)));
  }

  private static Optional<WebhookSecret> readSecret(String text, SettingReader settings) {
    try {
      return Optional.of(WebhookSecret.of(text));
    } catch (IllegalArgumentException e) {
      settings.mistake(
          Setting.CHAT_WEBHOOK_SECRET,
          e.getMessage() + "; a good one comes from: echo whsec_$(openssl rand -base64 32)");
      return Optional.empty();
    }
  }
}
