package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.api.FormReader.Content;
import io.sluice.api.FormReader.Head;
import io.sluice.server.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A form is taken apart alike however its bytes come, and what is none is told. */
class FormReaderTest {
  private static final int SEEDS = 300;

  /** Each part as its name, or what is wrong with it, and its content. */
  private static List<String> read(byte[] body, Random cuts) {
    var reader = new FormReader("b");
    var parts = new ArrayList<String>();
    int step = 1 + cuts.nextInt(body.length);
    for (int at = 0; at < body.length; ) {
      int size = Math.min(1 + cuts.nextInt(step), body.length - at);
      for (var piece : reader.read(ByteString.fromArray(body, at, size))) {
        if (piece instanceof Head head) {
          parts.add((head.name().wrong() == null ? head.name().file() : "wrong") + ":");
        } else if (piece instanceof Content content) {
          int last = parts.size() - 1;
          parts.set(last, parts.get(last) + content.bytes().utf8String());
        }
      }
      at += size;
    }
    reader.end();
    return parts;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void a_form_is_read_alike_however_its_bytes_come() {
    var body =
        bytes(
            "what stands before\r\n--b\r\n"
                + "Content-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n"
                + "Content-Type: text/plain\r\n\r\n"
                + "one\r\n--better\r\n--\r\n-\r\n--b \t\r\n"
                + "content-disposition:form-data; name=note\r\n\r\n\r\n--b\r\n"
                + "Content-Disposition: form-data;\r\n filename=\"é.txt\"\r\n\r\n--b\r\n"
                + "\r\nno head\r\n--b\r\n"
                + "Content-Disposition: form-data; filename=\"last\"\r\n\r\n"
                + "\r\n\r\nends\r\n\r\n--b--\r\nwhat stands behind\r\n--b\r\n");
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(read(body, new Random(seed)))
          .as("seed %d", seed)
          .containsExactly(
              "a.txt:one\r\n--better\r\n--\r\n-",
              "null:",
              "é.txt:",
              "wrong:no head",
              "last:\r\n\r\nends\r\n");
    }
  }

  @Test
  void each_cut_is_noticed() {
    var body = SentForm.of("b").file("a", "1").file("b", "2").bytes();
    for (int length = 0; length < body.length - 2; length++) {
      var reader = new FormReader("b");
      reader.read(ByteString.fromArray(body, 0, length));
      assertThatThrownBy(reader::end).as("%d bytes", length).isInstanceOf(ProblemException.class);
    }
  }

  @Test
  void a_head_without_an_end_is_wrong_and_does_not_fill_the_memory() {
    var form = SentForm.of("b").part("filename=\"" + "x".repeat(20_000) + "\"", new byte[3]);
    assertThat(read(form.file("good", "1").bytes(), new Random(1)))
        .hasSize(2)
        .first()
        .asString()
        .startsWith("wrong:");
  }

  @Test
  void what_stands_behind_a_boundary_is_told() {
    assertThatThrownBy(() -> read(bytes("--b x\r\n"), new Random(1)))
        .isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "multipart/form-data; boundary=b, b",
    "multipart/form-data; boundary=\"a b\", a b",
    "'multipart/form-data; charset=UTF-8; boundary=x;', x",
    "multipart/form-data; boundary=,",
    "multipart/form-data,"
  })
  void the_boundary_stands_in_the_type(String type, String boundary) {
    assertThat(FormReader.boundary(type).orElse(null)).isEqualTo(boundary);
  }

  private static PartName named(String disposition) {
    return PartName.of("\r\nContent-Disposition: " + disposition);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "form-data; name=\"f\"; filename=\"a.txt\" | a.txt",
        "FORM-DATA; FileName=a.txt | a.txt",
        "form-data;filename=\"..\\..\\x\" | ..\\..\\x",
        "form-data; filename=\"C:\\\\a\\\"b\" | C:\\a\"b",
        "form-data; filename=\"a;b=c.txt\" ; name=f | a;b=c.txt",
        "form-data; filename=\"x\"; filename*=UTF-8''%C3%A9%2B+.txt | é++.txt",
        "form-data; filename=\"\" | ~~",
        "form-data; name=f; |"
      })
  void a_part_is_called_as_its_sender_says(String disposition, String name) {
    assertThat(named(disposition)).isEqualTo(new PartName(name, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "attachment; filename=a",
        "form-data; filename=\"a",
        "form-data; filename=\"a\"b\"",
        "form-data; filename",
        "form-data; filename=\"a\u0001\"",
        "form-data; filename=\"a\u0000\"",
        "form-data; filename*=x",
        "form-data; filename*=none''x",
        "form-data; filename*=UTF-8''%zz",
        "form-data\r\nContent-Disposition: form-data; filename=a"
      })
  void what_is_no_name_is_told(String disposition) {
    assertThat(named(disposition).wrong()).isNotBlank();
    assertThat(PartName.of("Content-Type: text/plain").wrong()).isNotBlank();
  }
}
