package io.sluice.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.tika.mime.MimeTypes;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * By what Tika tells types: bytes go in, and out comes whether any of its signs may be there. Tika
 * itself asks for all of its thousand signs one after another, which takes half a millisecond; most
 * files of text or data have none. Thread-safe.
 */
final class Beginnings {
  private static final String TABLE = "tika-mimetypes.xml";

  /** To how many bytes Tika looks with a regular expression, zeros behind the end included. */
  private static final int SEEN_BY_PATTERN = 8 << 10;

  /** One that begins with a choice of letters and goes on with plain words. */
  private static final Pattern PLAIN_PART =
      Pattern.compile("\\[[^\\]]*\\]([A-Za-z0-9_%]+)(?: \\[.*)?", Pattern.DOTALL);

  /** Signs at one place, by their first byte. */
  private final Map<Integer, List<byte[]>[]> atPlaces = new TreeMap<>();

  private final List<Masked> masked = new ArrayList<>();

  /** Signs in a range of places, by their first byte; null where none begins so. */
  private final Somewhere[][] somewhere = new Somewhere[256][];

  private final List<Expression> expressions = new ArrayList<>();

  /** The last place where one of these may begin. */
  private int lastPlace;

  /** Bytes that the expressions look at. */
  private int seen = SEEN_BY_PATTERN;

  /** Bytes that anything looks at. */
  private int reach = SEEN_BY_PATTERN;

  /** A sign of which some bits count, or the small letters of which stand for large ones, too. */
  private record Masked(int first, int last, byte[] sign, byte[] mask, boolean anyCase) {
    boolean isIn(byte[] bytes) {
      for (int place = first; place <= last; place++) {
        int length = 0;
        while (length < sign.length && isAt(length, bytes[place + length])) {
          length++;
        }
        if (length == sign.length) {
          return true;
        }
      }
      return false;
    }

    private boolean isAt(int place, byte found) {
      int counted = found & mask[place];
      if (anyCase && counted >= 'A' && counted <= 'Z') {
        counted += 'a' - 'A';
      }
      return (byte) counted == sign[place];
    }
  }

  /** A sign that begins at one of many places. */
  private record Somewhere(int first, int last, byte[] sign) {
    boolean isAt(byte[] bytes, int place) {
      return place >= first
          && place <= last
          && Arrays.equals(bytes, place, place + sign.length, sign, 0, sign.length);
    }
  }

  /**
   * A regular expression.
   *
   * @param part of it that is always there; empty if none is known
   */
  private record Expression(int first, int last, Pattern pattern, String part) {
    static Expression of(int first, int last, String words) {
      var plain = PLAIN_PART.matcher(words);
      return new Expression(
          first, last, Pattern.compile(words), plain.matches() ? plain.group(1) : "");
    }

    boolean isIn(String text) {
      if (first < last && !text.contains(part)) {
        return false;
      }
      var matcher = pattern.matcher(text);
      for (int place = first; place <= last; place++) {
        if (matcher.region(place, place + SEEN_BY_PATTERN).lookingAt()) {
          return true;
        }
      }
      return false;
    }
  }

  private Beginnings() {}

  /** Of the table that Tika brings along. */
  static Beginnings ofTika() {
    try (var table = MimeTypes.class.getResourceAsStream(TABLE)) {
      var all = new Beginnings();
      var types = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(table);
      var magics = types.getElementsByTagName("magic");
      for (int i = 0; i < magics.getLength(); i++) {
        all.addAll((Element) magics.item(i));
      }
      return all;
    } catch (IOException | ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("Tika's table of types cannot be read", e);
    }
  }

  private void addAll(Element parent) {
    for (var child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element match && match.getTagName().equals("match")) {
        if (match.hasAttribute("value")) {
          add(match);
        } else {
          // Some of those below it must be there.
          addAll(match);
        }
      }
    }
  }

  private void add(Element match) {
    var type = match.hasAttribute("type") ? match.getAttribute("type") : "string";
    var places = (match.hasAttribute("offset") ? match.getAttribute("offset") : "0").split(":");
    int first = Integer.parseInt(places[0]);
    int last = Integer.parseInt(places[places.length - 1]);
    var sign = SignValue.bytes(type, match.getAttribute("value"));
    boolean anyCase = type.equals("stringignorecase");
    if (type.equals("regex")) {
      expressions.add(Expression.of(first, last, new String(sign, StandardCharsets.UTF_8)));
      seen = Math.max(seen, last + SEEN_BY_PATTERN);
      reach = Math.max(reach, seen);
      return;
    }
    reach = Math.max(reach, last + sign.length);
    var mask =
        match.hasAttribute("mask") ? SignValue.bytes(type, match.getAttribute("mask")) : null;
    if (first != last && mask == null && !anyCase) {
      addSomewhere(new Somewhere(first, last, sign));
    } else if (mask == null && !anyCase) {
      at(first)[sign[0] & 0xff].add(sign);
    } else {
      masked.add(
          new Masked(
              first, last, mask == null ? sign : and(sign, mask), mask(sign, mask), anyCase));
    }
  }

  private void addSomewhere(Somewhere sign) {
    int start = sign.sign()[0] & 0xff;
    var before = somewhere[start] == null ? new Somewhere[0] : somewhere[start];
    somewhere[start] = Arrays.copyOf(before, before.length + 1);
    somewhere[start][before.length] = sign;
    lastPlace = Math.max(lastPlace, sign.last());
  }

  private List<byte[]>[] at(int place) {
    return atPlaces.computeIfAbsent(
        place,
        any -> {
          @SuppressWarnings({"unchecked", "rawtypes"})
          List<byte[]>[] byFirst = new List[256];
          Arrays.setAll(byFirst, i -> new ArrayList<byte[]>());
          return byFirst;
        });
  }

  private static byte[] mask(byte[] sign, byte[] mask) {
    if (mask != null) {
      return Arrays.copyOf(mask, sign.length);
    }
    var all = new byte[sign.length];
    Arrays.fill(all, (byte) 0xff);
    return all;
  }

  private static byte[] and(byte[] sign, byte[] mask) {
    var masked = sign.clone();
    for (int i = 0; i < sign.length; i++) {
      masked[i] &= i < mask.length ? mask[i] : 0;
    }
    return masked;
  }

  /** False only where Tika finds none of its signs. */
  boolean mayBeIn(byte[] bytes) {
    // Tika takes what is behind the end for zeros.
    var padded = bytes.length >= reach ? bytes : Arrays.copyOf(bytes, reach);
    for (var place : atPlaces.entrySet()) {
      int first = place.getKey();
      for (var sign : place.getValue()[padded[first] & 0xff]) {
        if (Arrays.equals(padded, first, first + sign.length, sign, 0, sign.length)) {
          return true;
        }
      }
    }
    if (masked.stream().anyMatch(sign -> sign.isIn(padded))) {
      return true;
    }
    if (isSomewhere(padded)) {
      return true;
    }
    var text = new String(padded, 0, seen, StandardCharsets.ISO_8859_1);
    return expressions.stream().anyMatch(expression -> expression.isIn(text));
  }

  private boolean isSomewhere(byte[] bytes) {
    for (int place = 0; place <= lastPlace; place++) {
      var signs = somewhere[bytes[place] & 0xff];
      if (signs != null) {
        for (var sign : signs) {
          if (sign.isAt(bytes, place)) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
