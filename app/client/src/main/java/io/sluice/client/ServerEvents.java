package io.sluice.client;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Server-sent events: the lines of an answer go in, events come out. */
final class ServerEvents implements Closeable {
  private final BufferedReader lines;
  private final UnaryOperator<IOException> translation;

  /**
   * @param translation says in words what broke the stream
   */
  ServerEvents(InputStream in, UnaryOperator<IOException> translation) {
    lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.translation = translation;
  }

  record Event(String name, String data) {}

  /** The next one, or nothing once the node has ended the stream. */
  Optional<Event> next() throws IOException {
    var name = "";
    var data = new StringBuilder();
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty() && data.length() > 0) {
          return Optional.of(new Event(name, data.substring(1)));
        }
        if (line.isEmpty()) {
          name = "";
        } else if (line.startsWith("event:")) {
          name = value(line);
        } else if (line.startsWith("data:")) {
          data.append('\n').append(value(line));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw translation.apply(e);
    }
  }

  private static String value(String line) {
    var value = line.substring(line.indexOf(':') + 1);
    return value.startsWith(" ") ? value.substring(1) : value;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
