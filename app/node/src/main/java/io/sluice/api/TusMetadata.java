package io.sluice.api;

import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a sender by tus says of its file: the header comes in, its fields as text go out. */
record TusMetadata(String header, Map<String, String> fields) {
  private static final Pattern UPLOAD = Pattern.compile("[a-z0-9-]{8,64}");

  /**
   * @throws ProblemException if it is not as tus has it
   */
  static TusMetadata read(String header) {
    var fields = new HashMap<String, String>();
    for (var pair : header.isBlank() ? new String[0] : header.split(",", -1)) {
      var words = pair.strip().split(" ", 2);
      if (words[0].isEmpty()
          || fields.put(words[0], text(words.length > 1 ? words[1] : "")) != null) {
        throw wrong("a field without a name, or twice the same");
      }
    }
    return new TusMetadata(header, Map.copyOf(fields));
  }

  private static String text(String encoded) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded.strip())))
          .toString();
    } catch (CharacterCodingException | IllegalArgumentException e) {
      throw wrong("a value that is no UTF-8 in Base64");
    }
  }

  private static ProblemException wrong(String what) {
    return Problem.of(400, "wrong-header", "Upload-Metadata holds " + what)
        .in("Upload-Metadata")
        .remedy("Send filename, and if wanted batch and path, each with its value in Base64.")
        .thrown();
  }

  /** Its name; without one nobody could find it again. */
  String name() {
    return Optional.ofNullable(fields.get("filename"))
        .flatMap(SentName::of)
        .orElseThrow(
            () ->
                Problem.of(400, "no-name", "The file has no name")
                    .in("Upload-Metadata")
                    .remedy("Send filename in Upload-Metadata, in Base64.")
                    .thrown());
  }

  /** The upload that it is a file of, if it is not to be a batch of its own. */
  Optional<String> upload() {
    var named = Optional.ofNullable(fields.get("batch"));
    if (named.isPresent() && !UPLOAD.matcher(named.get()).matches()) {
      throw Problem.of(400, "wrong-header", "batch in Upload-Metadata names no upload")
          .in("Upload-Metadata")
          .remedy("Take 8 to 64 of a-z, 0-9 and - for it.")
          .thrown();
    }
    return named;
  }

  /** Its path in its upload. */
  Optional<String> path() {
    return Optional.ofNullable(fields.get("path"));
  }
}
