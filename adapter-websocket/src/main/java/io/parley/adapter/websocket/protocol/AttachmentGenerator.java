package io.parley.adapter.websocket.protocol;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/** Writes a placeholder wherever Jackson would write base64, and keeps the bytes as attachment. */
final class AttachmentGenerator extends JsonGeneratorDelegate {
  private final List<byte[]> attachments;

  AttachmentGenerator(JsonGenerator target, List<byte[]> attachments) {
    super(target, false);
    this.attachments = attachments;
  }

  @Override
  public void writeBinary(Base64Variant variant, byte[] data, int offset, int length)
      throws IOException {
    int index = attachments.size();
    attachments.add(Arrays.copyOfRange(data, offset, offset + length));
    writeStartObject();
    writeBooleanField(Placeholders.MARK, true);
    writeNumberField(Placeholders.INDEX, index);
    writeEndObject();
  }

  @Override
  public int writeBinary(Base64Variant variant, InputStream data, int length) throws IOException {
    byte[] bytes = length < 0 ? data.readAllBytes() : data.readNBytes(length);
    writeBinary(variant, bytes, 0, bytes.length);
    return bytes.length;
  }
}
