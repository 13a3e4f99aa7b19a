package io.sluice.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** What is looked at quickly is of the type that Tika tells when it is asked for all of it. */
class BeginningsTest {
  private static final int MOST_BEHIND = 9000;
  private static final String ODD = "\n\r #%0123456789<?!/*fnP";

  private final Random random = new Random(5);

  private static void assertSameAsTika(String what, byte[] bytes) throws IOException {
    MediaType tika =
        MimeTypes.getDefaultMimeTypes().detect(new ByteArrayInputStream(bytes), new Metadata());
    assertThat(ContentType.of(bytes).type()).as(what).isEqualTo(tika);
  }

  private static List<Element> signs() throws Exception {
    try (var table = MimeTypes.class.getResourceAsStream("tika-mimetypes.xml")) {
      var all =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(table)
              .getElementsByTagName("match");
      var signs = new ArrayList<Element>();
      for (int i = 0; i < all.getLength(); i++) {
        var match = (Element) all.item(i);
        if (match.hasAttribute("value") && !match.getAttribute("type").equals("regex")) {
          signs.add(match);
        }
      }
      return signs;
    }
  }

  private static String attribute(Element match, String name, String otherwise) {
    return match.hasAttribute(name) ? match.getAttribute(name) : otherwise;
  }

  @Test
  void every_sign_of_the_table_is_seen_where_it_may_stand() throws Exception {
    var signs = signs();
    assertThat(signs).hasSizeGreaterThan(1000);
    for (var match : signs) {
      var sign = SignValue.bytes(attribute(match, "type", "string"), match.getAttribute("value"));
      for (var place : attribute(match, "offset", "0").split(":")) {
        int first = Integer.parseInt(place);
        var what = match.getAttribute("value") + " at " + place;
        assertSameAsTika(what + ", in text", in(sign, first, random.nextInt(MOST_BEHIND), true));
        assertSameAsTika(what + ", in data", in(sign, first, random.nextInt(MOST_BEHIND), false));
        assertSameAsTika(what + ", at the end", in(sign, first, 0, true));
      }
    }
  }

  private byte[] in(byte[] sign, int place, int behind, boolean text) {
    var bytes = new byte[place + sign.length + behind];
    if (text) {
      Arrays.fill(bytes, (byte) 'q');
    } else {
      random.nextBytes(bytes);
    }
    System.arraycopy(sign, 0, bytes, place, sign.length);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "function abc =",
        "function foo\n",
        "P5\n1 1",
        "DKIM-Sig",
        "(X-",
        "X-a",
        "<html ",
        "  <h1>",
        "graph {",
        "// x\n graph",
        "/* a */ digraph x",
        "strict  digraph",
        "FCS3.0    ",
        "BZh9",
        "12345",
        "JAVA PROFILE 1.0.2\0",
        "0\r\nSECTION\r\n",
        "999\nhello\n0\nSECTION\n",
        "xx\n%AI5_FileFormat 3\n",
        "\u00ff\u00f1aa"
      })
  void what_looks_like_an_expression_of_the_table_is_what_tika_says(String start)
      throws IOException {
    for (var behind : List.of("", "zzz", "z".repeat(20_000), "\0".repeat(5000))) {
      assertSameAsTika(start, (start + behind).getBytes(StandardCharsets.ISO_8859_1));
    }
    var late = " ".repeat(4000) + start;
    assertSameAsTika(start, late.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void odd_bytes_are_what_tika_says() throws IOException {
    for (int i = 0; i < 3000; i++) {
      var bytes = new byte[random.nextInt(300)];
      for (int at = 0; at < bytes.length; at++) {
        boolean any = random.nextInt(3) == 0;
        bytes[at] = (byte) (any ? random.nextInt(256) : ODD.charAt(random.nextInt(ODD.length())));
      }
      assertSameAsTika(Arrays.toString(bytes), bytes);
    }
  }

  @Test
  void plain_text_and_data_are_told_without_tika() {
    var beginnings = Beginnings.ofTika();
    var text = "the ferry is late again ".repeat(1000).getBytes(StandardCharsets.US_ASCII);
    assertThat(beginnings.mayBeIn(text)).isFalse();
    long without =
        Stream.generate(() -> new byte[20_000])
            .limit(100)
            .peek(random::nextBytes)
            .filter(bytes -> !beginnings.mayBeIn(bytes))
            .count();
    assertThat(without).isGreaterThan(70);
  }
}
