package io.sluice.api;

import io.sluice.api.Wire.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Sends a file in pieces, as a client of tus does. */
final class TusSender {
  static final String VERSION = "Tus-Resumable: 1.0.0";
  static final String PIECE = "Content-Type: application/offset+octet-stream";

  private TusSender() {}

  static String named(String name) {
    return "filename " + encoded(name);
  }

  static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static Answer begin(String target, long length, String metadata) {
    return Asking.ask(
        "POST",
        target,
        null,
        VERSION,
        "Content-Length: 0",
        "Upload-Length: " + length,
        "Upload-Metadata: " + metadata);
  }

  static Answer send(String location, long offset, byte[] bytes) {
    return Asking.ask("PATCH", location, bytes, VERSION, PIECE, "Upload-Offset: " + offset);
  }

  static long offset(String location) {
    var answer = Asking.ask("HEAD", location, null, VERSION);
    return answer.status() == 200 ? Long.parseLong(answer.header("Upload-Offset")) : -1;
  }
}
