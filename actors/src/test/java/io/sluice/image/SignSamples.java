package io.sluice.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;
import org.w3c.dom.Element;

/** What Tika's table asks of files: of each way to fulfil one of its rules, all signs of it. */
final class SignSamples {
  private static final List<String> OF_EXPRESSIONS =
      List.of(
          "\3a\5\5abcdabcd" + "\0".repeat(31) + "C",
          "\n%AI5_FileFormat 3\r",
          "JAVA PROFILE 1.0.2\0",
          "JAVA PROFILE 1.0.1,",
          "12345",
          "nam",
          "nz",
          "cu",
          "nw",
          "nq",
          "FCS3.0    ",
          "BZh9",
          "\1",
          "\7" + "a".repeat(10) + "b".repeat(43) + "\7\0",
          "\r" + "a".repeat(51) + "\f\0\r\0\16",
          "DCx\1",
          "r",
          "\u00ff\u00fb",
          "\r\nID3",
          "\u00ff\u00f1" + "a".repeat(120) + "\u00ff\u00f1",
          "0\r\nSECTION\r\n",
          "2\nHEADER\n",
          "P4",
          "P5",
          "P6",
          "DKIM-",
          "<html ",
          "<h1>",
          "graph {",
          "// x\ngraph {",
          "/* x */ graph {",
          "function ab =",
          "function ab\n",
          "T");

  private SignSamples() {}

  /** A sign and where it may begin. */
  record Part(int first, int last, byte[] sign, byte[] mask) {}

  /** What makes a file one of a type. */
  record Sample(MediaType type, List<Part> parts) {

    /** Each sign as far in front as it may be without covering others, and zeros elsewhere. */
    byte[] shortest() {
      var bytes = new byte[0];
      var taken = new BitSet();
      for (var part : parts) {
        int place = part.first();
        while (place < part.last() && !taken.get(place, place + part.sign().length).isEmpty()) {
          place++;
        }
        taken.set(place, place + part.sign().length);
        bytes = Arrays.copyOf(bytes, taken.length());
        System.arraycopy(part.sign(), 0, bytes, place, part.sign().length);
      }
      return bytes;
    }

    int length() {
      return parts.stream().mapToInt(part -> part.last() + part.sign().length).max().orElseThrow();
    }
  }

  static List<Sample> all() throws Exception {
    try (var table = MimeTypes.class.getResourceAsStream("tika-mimetypes.xml")) {
      var types =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(table)
              .getDocumentElement();
      return within(types, "mime-type")
          .flatMap(
              type ->
                  within(type, "magic")
                      .flatMap(magic -> within(magic, "match"))
                      .flatMap(match -> ways(match).stream())
                      .map(parts -> new Sample(MediaType.parse(type.getAttribute("type")), parts)))
          .toList();
    }
  }

  private static List<List<Part>> ways(Element match) {
    var below = within(match, "match").map(SignSamples::ways).toList();
    if (match.hasAttribute("minShouldMatch")) {
      int least = Integer.parseInt(match.getAttribute("minShouldMatch"));
      return IntStream.range(0, below.size())
          .boxed()
          .flatMap(i -> below.get(i).stream().map(way -> withOthers(way, below, i, least - 1)))
          .toList();
    }
    var own = List.of(part(match));
    return below.isEmpty()
        ? List.of(own)
        : below.stream().flatMap(List::stream).map(way -> joined(own, way)).toList();
  }

  private static List<Part> withOthers(
      List<Part> way, List<List<List<Part>>> all, int place, int more) {
    var parts = way;
    for (int i = 0; i < more; i++) {
      parts = joined(parts, all.get((place + all.size() / 2 + i) % all.size()).get(0));
    }
    return parts;
  }

  private static List<Part> joined(List<Part> some, List<Part> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private static Part part(Element match) {
    var type = attribute(match, "type", "string");
    var sign = SignValue.bytes(type, match.getAttribute("value"));
    if (type.equals("regex")) {
      sign = example(new String(sign, StandardCharsets.UTF_8));
    }
    var places = attribute(match, "offset", "0").split(":");
    var mask =
        match.hasAttribute("mask") ? SignValue.bytes(type, match.getAttribute("mask")) : null;
    return new Part(
        Integer.parseInt(places[0]), Integer.parseInt(places[places.length - 1]), sign, mask);
  }

  private static byte[] example(String expression) {
    return OF_EXPRESSIONS.stream()
        .filter(example -> Pattern.compile(expression).matcher(example).lookingAt())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no example of " + expression))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String attribute(Element match, String name, String otherwise) {
    return match.hasAttribute(name) ? match.getAttribute(name) : otherwise;
  }

  private static Stream<Element> within(Element parent, String name) {
    var elements = new ArrayList<Element>();
    for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        elements.add(element);
      }
    }
    return elements.stream();
  }
}
