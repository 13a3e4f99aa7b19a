package io.sluice.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Where an export goes on behind a place that is no JSON: a byte goes in, the beginning of the next
 * message or chat comes out. Both are told by how Telegram Desktop writes them, whatever quotes and
 * brackets are missing before: within a text it writes their quotes with backslashes.
 *
 * @param at byte of the file; where the search ended if there is none
 */
public record NextBeginning(Kind kind, long at) {
  private static final int WINDOW = 1024 * 1024;

  /** More bytes than a beginning has. */
  private static final int OVERLAP = 16 * 1024;

  private static final String MESSAGE = "\\{\\s*+\"id\"\\s*+:\\s*+-?\\d{1,19}\\s*+,\\s*+\"type\"";

  private static final String CHAT =
      "\\{\\s*+(?:\"name\"\\s*+:\\s*+(?:null|\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+){0,200}+\")\\s*+,\\s*+)?"
          + "\"type\"\\s*+:\\s*+\"[a-z_]*+\"\\s*+,"
          + "\\s*+(?:\"id\"\\s*+:\\s*+-?\\d{1,19}\\s*+,\\s*+)?\"messages\"\\s*+:\\s*+\\[";

  private static final Pattern ANY = Pattern.compile("(?<message>" + MESSAGE + ")|" + CHAT);
  private static final Pattern CHATS = Pattern.compile("(?<message>(?!))|" + CHAT);

  /** What begins there. */
  public enum Kind {
    MESSAGE,
    CHAT,
    NONE
  }

  /** The next message or chat that begins from one byte on and before another. */
  public static NextBeginning any(ExportFile file, long from, long end) throws IOException {
    return find(file, from, end, ANY);
  }

  /** The next chat. */
  public static NextBeginning chat(ExportFile file, long from) throws IOException {
    return find(file, from, file.size(), CHATS);
  }

  private static NextBeginning find(ExportFile file, long from, long end, Pattern pattern)
      throws IOException {
    var window = ByteBuffer.allocate((int) Math.min(WINDOW, Math.max(0, end - from)));
    try (var channel = file.open()) {
      for (long at = from; at < end; at += WINDOW - OVERLAP) {
        channel.position(at);
        window.clear().limit((int) Math.min(window.capacity(), end - at));
        while (window.hasRemaining() && channel.read(window) >= 0) {
          // A read may give less than there is.
        }
        var text = new String(window.array(), 0, window.position(), StandardCharsets.ISO_8859_1);
        var found = pattern.matcher(text);
        if (found.find()) {
          var kind = found.group("message") == null ? Kind.CHAT : Kind.MESSAGE;
          return new NextBeginning(kind, at + found.start());
        }
      }
    }
    return new NextBeginning(Kind.NONE, end);
  }
}
