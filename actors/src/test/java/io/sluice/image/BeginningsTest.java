package io.sluice.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Types are those that Tika tells when it is asked itself. */
class BeginningsTest {
  private static final int MOST_BEHIND = 3000;
  private static final String ODD = "\n\r #%0123456789<?!/*fnP";

  private static List<SignSamples.Sample> samples;

  private final Random random = new Random(5);

  @BeforeAll
  static void readTheTable() throws Exception {
    samples = SignSamples.all();
  }

  private static MediaType assertSameAsTika(String what, byte[] bytes) {
    try {
      var tika =
          MimeTypes.getDefaultMimeTypes().detect(new ByteArrayInputStream(bytes), new Metadata());
      assertThat(ContentType.of(bytes).type()).as(what).isEqualTo(tika);
      return tika;
    } catch (IOException e) {
      throw new AssertionError("reading from memory failed", e);
    }
  }

  @Test
  void every_rule_of_the_table_tells_what_it_tells_tika() {
    assertThat(samples).hasSizeGreaterThan(1000);
    int told = 0;
    for (var sample : samples) {
      var what = sample.type() + " " + sample.parts().size() + " signs";
      if (assertSameAsTika(what, sample.shortest()).equals(sample.type())) {
        told++;
      }
      boolean last = random.nextBoolean();
      assertSameAsTika(what + ", among others", laid(sample, random.nextBoolean(), last));
    }
    assertThat(told).isGreaterThan(samples.size() * 95 / 100);
  }

  @Test
  void what_is_nearly_a_sign_tells_what_it_tells_tika() {
    for (var sample : samples) {
      var what = "nearly " + sample.type();
      var exact = sample.shortest();
      assertSameAsTika(what + ", cut short", Arrays.copyOf(exact, exact.length - 1));
      int before = sample.parts().get(sample.parts().size() - 1).first();
      if (before > 0) {
        assertSameAsTika(what + ", without the last", Arrays.copyOf(exact, before));
      }
      assertSameAsTika(what + ", beside", laid(moved(sample), true, true));
      var otherCase = new String(exact, StandardCharsets.ISO_8859_1);
      otherCase =
          random.nextBoolean()
              ? otherCase.toLowerCase(Locale.ROOT)
              : otherCase.toUpperCase(Locale.ROOT);
      assertSameAsTika(what + ", case", otherCase.getBytes(StandardCharsets.ISO_8859_1));
      exact[wrong(sample)] ^= 1 << random.nextInt(8);
      assertSameAsTika(what + ", one bit wrong", exact);
    }
  }

  @Test
  void of_two_types_that_a_file_may_have_it_has_the_one_that_tika_says() {
    for (int i = 0; i < 2000; i++) {
      var one = samples.get(random.nextInt(samples.size()));
      var other = samples.get(random.nextInt(samples.size()));
      var bytes = laid(one, true, true);
      var over = bytes.length < 40_000 ? Arrays.copyOf(bytes, bytes.length + 1000) : bytes;
      lay(other, over, random.nextBoolean());
      assertSameAsTika(one.type() + " and " + other.type(), over);
    }
  }

  private byte[] laid(SignSamples.Sample sample, boolean text, boolean last) {
    var bytes = new byte[sample.length() + random.nextInt(MOST_BEHIND)];
    if (text) {
      Arrays.fill(bytes, (byte) 'q');
    } else {
      random.nextBytes(bytes);
    }
    lay(sample, bytes, last);
    return bytes;
  }

  /** What fits in. Bits that do not count are any. */
  private void lay(SignSamples.Sample sample, byte[] bytes, boolean last) {
    for (var part : sample.parts()) {
      int place =
          last ? part.last() : part.first() + random.nextInt(part.last() - part.first() + 1);
      for (int i = 0; i < part.sign().length && place + i < bytes.length; i++) {
        byte mask = part.mask() == null || i >= part.mask().length ? -1 : part.mask()[i];
        bytes[place + i] = (byte) (part.sign()[i] & mask | random.nextInt() & ~mask);
      }
    }
  }

  /** A byte where one of its signs is. */
  private int wrong(SignSamples.Sample sample) {
    var part = sample.parts().get(random.nextInt(sample.parts().size()));
    return part.first() + random.nextInt(part.sign().length);
  }

  /** One sign of it a byte further than it may be. */
  private SignSamples.Sample moved(SignSamples.Sample sample) {
    int moved = random.nextInt(sample.parts().size());
    var parts = sample.parts().toArray(SignSamples.Part[]::new);
    var part = parts[moved];
    parts[moved] =
        new SignSamples.Part(part.first() + 1, part.last() + 1, part.sign(), part.mask());
    return new SignSamples.Sample(sample.type(), List.of(parts));
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
  void what_looks_like_an_expression_of_the_table_is_what_tika_says(String start) {
    for (var behind : List.of("", "zzz", "z".repeat(20_000), "\0".repeat(5000))) {
      assertSameAsTika(start, (start + behind).getBytes(StandardCharsets.ISO_8859_1));
    }
    var late = " ".repeat(4000) + start;
    assertSameAsTika(start, late.getBytes(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 100, 511, 8191, 8192, 8193, 20_000, 65_535, 65_536, 70_000})
  void data_of_any_length_are_what_tika_says(int length) {
    for (int i = 0; i < 10; i++) {
      var bytes = new byte[length];
      assertSameAsTika(length + " zeros", bytes);
      random.nextBytes(bytes);
      assertSameAsTika(length + " random bytes", bytes);
      Arrays.fill(bytes, (byte) ("\t a\u00e4\u00ff\u0001").charAt(i % 6));
      assertSameAsTika(length + " bytes alike", bytes);
    }
  }

  @Test
  void no_more_is_looked_at_than_tika_looks_at() {
    for (int controls = 1305; controls < 1315; controls++) {
      var bytes = new byte[70_000];
      Arrays.fill(bytes, 0, (64 << 10) - controls, (byte) 'a');
      assertSameAsTika(controls + " control bytes, and many behind", bytes);
    }
  }

  @Test
  void odd_bytes_are_what_tika_says() {
    for (int i = 0; i < 1000; i++) {
      var bytes = new byte[random.nextInt(300)];
      for (int at = 0; at < bytes.length; at++) {
        boolean any = random.nextInt(3) == 0;
        bytes[at] = (byte) (any ? random.nextInt(256) : ODD.charAt(random.nextInt(ODD.length())));
      }
      assertSameAsTika("odd bytes " + i, bytes);
    }
  }

  @Test
  void pictures_are_what_tika_says() {
    for (var specimen : Zoo.all()) {
      assertSameAsTika(specimen.name(), specimen.bytes());
    }
  }

  @Test
  void the_root_of_xml_tells_what_it_tells_tika() {
    for (var root : TypeTable.ofTika().roots().entrySet()) {
      var name = root.getKey();
      var tag = "<" + name.getLocalPart() + " xmlns=\"" + name.getNamespaceURI() + "\">";
      for (var start : List.of("<?xml version=\"1.0\"?>\n", "<!-- x -->", "", "<?xml ")) {
        assertSameAsTika(tag, (start + tag).getBytes(StandardCharsets.UTF_8));
      }
      assertSameAsTika(tag, ("<html>" + tag).getBytes(StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<?xml version=\"1.0\"?>",
        "<?xml version=\"1.0\"?><a",
        "<?xml version=\"1.0\"?><a/>",
        "<?xml version=\"1.0\"?><rss/>",
        "<?xml version=\"1.0\"?><!DOCTYPE html><html><br></html>",
        "<?xml version=\"1.0\"?> & <html><br></html>",
        "<?xml version=\"1.0\" encoding=\"none\"?><html/>",
        "<!DOCTYPE html SYSTEM \"x.dtd\"><html/>",
        "<!DOCTYPE html [<!ENTITY a \"b\">]><html>&a;</html>",
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"/>",
        "<html xmlns=\"http://www.w3.org/2000/svg\"/>",
        "<html><svg xmlns=\"http://www.w3.org/2000/svg\"/></html>",
        "<!-- <html> --><a/>",
        "& <title>x</title>",
        "<h1>&</h1>"
      })
  void xml_and_html_are_what_tika_says(String text) {
    for (var charset : List.of("UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE")) {
      assertSameAsTika(text, text.getBytes(Charset.forName(charset)));
    }
    var spaced = text.replaceFirst(">", ">" + " ".repeat(70_000));
    assertSameAsTika("with spaces " + text, spaced.getBytes(StandardCharsets.UTF_8));
    var broken = (text + "\u00ff\u00ff").getBytes(StandardCharsets.ISO_8859_1);
    assertSameAsTika("broken " + text, broken);
  }
}
