package io.sluice.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Lines go in, a head comes out. Lines that are no headers are passed over, as browsers do. */
final class HeadLines {
  private static final int MOST_HEADERS = 2000;

  /** A status may be any number, and its reason anything or nothing. */
  private static final Pattern FIRST =
      Pattern.compile("HTTP/(\\d+)(?:\\.(\\d+))?[ \\t]+([1-9]\\d\\d)(?!\\d).*", Pattern.DOTALL);

  private static final Pattern NAME = Pattern.compile("[!-9;-~]+");

  private final Map<String, List<String>> headers = new LinkedHashMap<>();
  private List<String> last = new ArrayList<>();
  private boolean begun;
  private boolean old;
  private int status;
  private int count;

  boolean isEmpty() {
    return !begun;
  }

  /** Takes the next line, of characters that are bytes. */
  void add(String host, String line) throws BrokenOffException {
    if (begun) {
      header(host, line);
    } else if (!line.isEmpty()) {
      first(host, line);
    }
  }

  private void first(String host, String line) throws BrokenOffException {
    var parts = FIRST.matcher(line);
    if (!parts.matches()) {
      throw new BrokenOffException(host + ": what it sent is no answer of HTTP");
    }
    begun = true;
    old = parts.group(1).equals("0") || (parts.group(1).equals("1") && "0".equals(parts.group(2)));
    status = Integer.parseInt(parts.group(3));
  }

  private void header(String host, String line) throws BrokenOffException {
    count++;
    if (count > MOST_HEADERS) {
      throw new BrokenOffException(host + ": more than " + MOST_HEADERS + " headers");
    }
    if (line.startsWith(" ") || line.startsWith("\t")) {
      if (!last.isEmpty()) {
        last.set(last.size() - 1, (last.get(last.size() - 1) + " " + text(line)).strip());
      }
      return;
    }
    int colon = line.indexOf(':');
    var name = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    if (!NAME.matcher(name).matches()) {
      last = new ArrayList<>();
      return;
    }
    last = headers.computeIfAbsent(name, key -> new ArrayList<>(1));
    last.add(text(line.substring(colon + 1)));
  }

  /** Most of those that are not ASCII are UTF-8, whatever the standard says. */
  private static String text(String bytes) {
    var text = bytes.strip().replace("\0", "");
    if (text.chars().allMatch(one -> one < 0x80)) {
      return text;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException e) {
      return text;
    }
  }

  Head head() {
    return new Head(old, status, headers);
  }
}
