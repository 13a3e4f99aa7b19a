package io.sluice.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.terminal.Printable;
import io.sluice.view.ChangedMessagesView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks a node to change messages of a batch, until it has changed all, and prints how many. */
final class MessageChange {
  private static final String STANDARD_INPUT = "-";
  private static final int MOST_BYTES = 1 << 20;

  private MessageChange() {}

  /**
   * @param done what is told of it, with a place for how many
   */
  static int ask(ApiOptions options, String batch, ObjectNode body, String done)
      throws IOException {
    var path = BatchCommand.path(batch) + "/messages";
    var answer = options.connect().send("POST", path, body);
    var changed = NodeJson.read(answer, ChangedMessagesView.class);
    if (options.json()) {
      options.out().println(NodeJson.line(answer));
    } else {
      var line = changed.batch() + ": " + done.formatted(Figures.count(changed.changed()));
      options
          .out()
          .println(Printable.text(line + (changed.goesOn() ? ", and the node goes on" : "")));
    }
    options.out().flush();
    return 0;
  }

  /** A text out of a file, or of standard input. */
  static String text(Path file) throws IOException {
    if (file.toString().equals(STANDARD_INPUT)) {
      return text(System.in, "standard input");
    }
    try (var in = Files.newInputStream(file)) {
      return text(in, file.toString());
    }
  }

  private static String text(InputStream in, String name) throws IOException {
    var bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new IOException("%s has more than %d bytes".formatted(name, MOST_BYTES));
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
