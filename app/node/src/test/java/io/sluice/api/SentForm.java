package io.sluice.api;

import io.sluice.api.Wire.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A form with files, byte for byte as a client sends it. */
final class SentForm {
  private final String boundary;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private SentForm(String boundary) {
    this.boundary = boundary;
  }

  static SentForm of(String boundary) {
    return new SentForm(boundary);
  }

  SentForm file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  SentForm file(String name, byte[] content) {
    var shown = name.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("[\r\n]", "");
    return part("name=\"file\"; filename=\"" + shown + "\"", content);
  }

  /**
   * @param disposition what stands behind form-data
   */
  SentForm part(String disposition, byte[] content) {
    text("--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n");
    bytes.writeBytes(content);
    text("\r\n");
    return this;
  }

  /** With its end. */
  byte[] bytes() {
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(bytes.toByteArray());
    whole.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return whole.toByteArray();
  }

  /** Without its end. */
  byte[] openBytes() {
    return bytes.toByteArray();
  }

  String type() {
    return "Content-Type: multipart/form-data; boundary=" + boundary;
  }

  Answer post(String query) {
    return Asking.ask("POST", "/api/batches/files" + query, bytes(), type());
  }

  private void text(String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
