package io.parley.adapter.postgres.nodechat;

import io.parley.domain.error.InvalidValueException;
import io.parley.domain.message.AttachmentUrl;
import io.parley.domain.message.MessageContent;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be said of a message by itself: whether the chat could have stored it, and how. */
final class MessageRules {
  private final Optional<URI> attachmentBase;

  /**
   * @param attachmentBase what attachments that are only a path are completed with
   */
  MessageRules(Optional<URI> attachmentBase) {
    this.attachmentBase = attachmentBase;
  }

  /**
   * What becomes of a message.
   *
   * @param message as it is to be stored; means nothing if one of the reasons is a refusal
   */
  record Judged(SourceMessage message, List<ImportReason> reasons) {
    boolean isTaken() {
      return reasons.stream().noneMatch(ImportReason::isRefusal);
    }
  }

  Judged judge(SourceMessage message) {
    if (message.createdAt() == null) {
      return new Judged(message, List.of(ImportReason.WITHOUT_TIME));
    }
    if (message.sender() < 1) {
      return new Judged(message, List.of(ImportReason.NO_SENDER));
    }
    if (isFit(message.content()) && message.attachment() == null) {
      return new Judged(message, List.of());
    }
    return judgeContent(message);
  }

  private Judged judgeContent(SourceMessage message) {
    List<ImportReason> reasons = new ArrayList<>();
    String attachment = attachment(message.attachment(), reasons);
    SourceMessage result = message.withAttachment(attachment);
    String content = message.content();
    if (content == null || isBlank(content)) {
      if (attachment != null && isFit(attachment)) {
        reasons.add(ImportReason.TEXT_OF_ATTACHMENT);
        result = result.withContent(attachment);
      } else {
        reasons.clear();
        reasons.add(ImportReason.WITHOUT_TEXT);
      }
    } else if (!isFit(content)) {
      reasons.clear();
      reasons.add(ImportReason.TEXT_UNFIT);
    }
    return new Judged(result, reasons);
  }

  private @Nullable String attachment(@Nullable String text, List<ImportReason> reasons) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    if (isAttachment(text)) {
      return text;
    }
    Optional<String> completed = attachmentBase.flatMap(base -> complete(base, text));
    reasons.add(
        completed.isPresent() ? ImportReason.ATTACHMENT_COMPLETED : ImportReason.ATTACHMENT_UNFIT);
    return completed.orElse(null);
  }

  private static Optional<String> complete(URI base, String path) {
    try {
      return Optional.of(base.resolve(path.replace(" ", "%20")).toString())
          .filter(MessageRules::isAttachment);
    } catch (IllegalArgumentException noPath) {
      return Optional.empty();
    }
  }

  private static boolean isAttachment(String text) {
    try {
      return !new AttachmentUrl(text).text().isEmpty();
    } catch (InvalidValueException unfit) {
      return false;
    }
  }

  private static boolean isFit(@Nullable String text) {
    try {
      return text != null && !new MessageContent(text).text().isEmpty();
    } catch (InvalidValueException unfit) {
      return false;
    }
  }

  private static boolean isBlank(String text) {
    return text.codePoints()
        .allMatch(point -> Character.isWhitespace(point) || Character.isSpaceChar(point));
  }
}
