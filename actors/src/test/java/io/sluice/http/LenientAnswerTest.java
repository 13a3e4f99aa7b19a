package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sluice.http.Exchange.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are not as they should be, in one piece and byte by byte. */
class LenientAnswerTest {
  private static final Bounds STRICT = new Bounds(1 << 20, Duration.ofMinutes(1));
  private static final Bounds LENIENT = STRICT.leniently();
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String TEXT = "<p>Tulips and more</p>";
  private static final String LENGTH = "Content-Length: " + TEXT.length() + "\r\n";

  private static CompletableFuture<Received> ask(Bounds bounds, byte[] answer, int step) {
    var exchange = new Exchange(new EmbeddedChannel(), "x", bounds, new FreeMemory());
    for (int from = 0; from < answer.length; from += step) {
      exchange.read(Unpooled.wrappedBuffer(answer, from, Math.min(step, answer.length - from)));
    }
    exchange.closed();
    return exchange.received();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] gzip(String text) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(bytes(text));
    }
    return packed.toByteArray();
  }

  private static byte[] joined(String head, byte[] body) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(bytes(head));
    all.writeBytes(body);
    return all.toByteArray();
  }

  private static Received read(Bounds bounds, byte[] answer) {
    var piece = ask(bounds, answer, answer.length).join();
    var bits = ask(bounds, answer, 1).join();
    assertThat(bits.content().bytes()).isEqualTo(piece.content().bytes());
    assertThat(bits.content().cut()).isEqualTo(piece.content().cut());
    return piece;
  }

  private static void assertText(Received received) {
    assertThat(new String(received.content().bytes(), StandardCharsets.ISO_8859_1)).isEqualTo(TEXT);
    assertThat(received.content().cut()).isFalse();
  }

  private static void assertRefused(byte[] answer) {
    assertThatThrownBy(() -> ask(STRICT, answer, 7).join())
        .hasCauseInstanceOf(BrokenOffException.class);
  }

  static Stream<String> odd() {
    return Stream.of(
        "HTTP/1.1 999 Request denied\r\n" + LENGTH + "\r\n" + TEXT,
        "HTTP/1.1 200 " + "so long a reason ".repeat(2000) + "\r\n" + LENGTH + "\r\n" + TEXT,
        "HTTP/1.1 200\r\n" + LENGTH + "\r\n" + TEXT,
        "HTTP/1.1  200  OK\n" + LENGTH.replace("\r", "") + "\n" + TEXT,
        "HTTP/1.0 200 OK\r\n\r\n" + TEXT,
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n16\r\n" + TEXT + "\r\n0\r\n\r\n",
        "HTTP/2 200\r\n" + LENGTH + "\r\n" + TEXT,
        "\r\n\r\n" + OK + LENGTH + "\r\n" + TEXT,
        OK + "Set-Cookie: " + "c".repeat(64 << 10) + "\r\n" + LENGTH + "\r\n" + TEXT,
        OK + "X-Many: x\r\n".repeat(1500) + LENGTH + "\r\n" + TEXT,
        OK + "a header without a colon\r\n" + LENGTH + "\r\n" + TEXT,
        OK + ": no name\r\n" + LENGTH + "\r\n" + TEXT,
        OK + "Bad Name: x\r\nX-\u0000: \u0000\r\n" + LENGTH + "\r\n" + TEXT,
        OK + "X-Folded: a\r\n b\r\n\tc\r\n" + LENGTH + "\r\n" + TEXT,
        OK + LENGTH + LENGTH + "\r\n" + TEXT,
        OK + "Content-Length: 22, 22\r\n\r\n" + TEXT,
        OK
            + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n16\r\n"
            + TEXT
            + "\r\n0\r\n\r\n",
        OK + "Transfer-Encoding: Chunked\r\n\r\n0016 ;x=y\r\n" + TEXT + "\r\n0\r\nA: b\r\n\r\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n16\n" + TEXT + "\n0\n\n",
        OK + "Transfer-Encoding: chunked\r\n\r\n16\r\n" + TEXT + "\r\n0\r\n",
        OK + "Content-Encoding: none\r\n" + LENGTH + "\r\n" + TEXT,
        OK + "Content-Encoding: UTF-8\r\n" + LENGTH + "\r\n" + TEXT,
        OK + "Content-Encoding: identity\r\n" + LENGTH + "\r\n" + TEXT,
        OK + "Content-Encoding:\r\n" + LENGTH + "\r\n" + TEXT,
        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK + LENGTH + "\r\n" + TEXT,
        OK + LENGTH + "\r\n" + TEXT + "and more than it said");
  }

  @ParameterizedTest
  @MethodSource("odd")
  void what_is_odd_and_clear_is_read_for_everybody(String answer) {
    assertText(read(STRICT, bytes(answer)));
    assertText(read(LENIENT, bytes(answer)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Encoding: gzip\r\n",
        "Content-Encoding: x-gzip, identity\r\n",
        "Content-Encoding: deflate\r\n",
        "Content-Encoding: windows-1252\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: twenty\r\n",
        "Content-Length: 22\r\nContent-Length: 23\r\n",
        "Content-Length: \r\n"
      })
  void what_says_something_wrong_of_itself_is_read_where_that_is_allowed(String header) {
    var answer = bytes(OK + header + "\r\n" + TEXT);
    assertText(read(LENIENT, answer));
    assertRefused(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 99\r\n\r\n" + TEXT,
        "Transfer-Encoding: chunked\r\n\r\n16\r\n" + TEXT,
        "Transfer-Encoding: chunked\r\n\r\n16\r\n" + TEXT + "\r\n",
        "Transfer-Encoding: chunked\r\n\r\n16\r\n" + TEXT + "\r\nzz\r\nmore",
        "Transfer-Encoding: chunked\r\n\r\n16\r\n" + TEXT + "and more\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n99\r\n" + TEXT
      })
  void one_that_is_broken_off_is_given_with_a_mark_where_that_is_allowed(String rest) {
    var answer = bytes(OK + rest);
    var received = read(LENIENT, answer);
    assertThat(new String(received.content().bytes(), StandardCharsets.ISO_8859_1)).isEqualTo(TEXT);
    assertThat(received.content().cut()).isTrue();
    assertRefused(answer);
  }

  @Test
  void a_gzip_is_read_as_far_as_it_came() throws Exception {
    var text = Stream.iterate(1, i -> i + 1).limit(20_000).toList().toString();
    var packed = gzip(text);
    for (int missing : new int[] {1, 4, 8, packed.length / 2}) {
      var answer =
          joined(
              OK + "Content-Encoding: gzip\r\n\r\n",
              Arrays.copyOf(packed, packed.length - missing));
      var received = read(LENIENT, answer);
      var got = new String(received.content().bytes(), StandardCharsets.ISO_8859_1);
      assertThat(text).startsWith(got);
      assertThat(got.length()).isGreaterThan(text.length() / 3);
      assertThat(received.content().cut()).isTrue();
      assertRefused(answer);
    }
    packed[packed.length / 2] ^= 0x55;
    var damaged = joined(OK + "Content-Encoding: gzip\r\n\r\n", packed);
    assertThat(read(LENIENT, damaged).content().cut()).isTrue();
    assertRefused(damaged);
  }

  @Test
  void archives_behind_one_another_and_what_fills_up_behind_them_are_one_body() throws Exception {
    var both = joined("", gzip("<p>Tulips"));
    both = joined(new String(both, StandardCharsets.ISO_8859_1), gzip(" and more</p>"));
    both = joined(new String(both, StandardCharsets.ISO_8859_1), new byte[50]);
    var answer = joined(OK + "Content-Encoding: gzip\r\n\r\n", both);
    assertText(read(STRICT, answer));
    assertText(read(LENIENT, answer));
  }

  @Test
  void a_gzip_with_all_that_may_stand_before_it_is_read() throws Exception {
    var packed = gzip(TEXT);
    var head = new ByteArrayOutputStream();
    head.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 0});
    head.writeBytes(new byte[] {3, 0, 'a', 'b', 'c'});
    head.writeBytes(bytes("name\0comment\0"));
    head.writeBytes(new byte[] {1, 2});
    head.write(packed, 10, packed.length - 10);
    assertText(read(STRICT, joined(OK + "Content-Encoding: gzip\r\n\r\n", head.toByteArray())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd", "gzip, br"})
  void what_nobody_asked_for_and_is_packed_is_not_taken_for_text(String encoding) {
    var answer = bytes(OK + "Content-Encoding: " + encoding + "\r\n" + LENGTH + "\r\n" + TEXT);
    assertRefused(answer);
    assertThatThrownBy(() -> ask(LENIENT, answer, 7).join())
        .hasRootCauseMessage("x: unknown content encoding " + encoding);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "<html>as of 1991</html>",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 000 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: y",
        ""
      })
  void what_is_no_answer_is_none_for_anybody(String said) {
    var answer = bytes(said);
    for (var bounds : new Bounds[] {STRICT, LENIENT}) {
      assertThatThrownBy(() -> ask(bounds, answer, 1).join())
          .hasCauseInstanceOf(BrokenOffException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nX: ",
        "HTTP/1.1 200 OK\r\n ",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: ",
        "\r\n"
      })
  void lines_without_an_end_are_not_kept(String start) {
    for (var rest : new String[] {"z".repeat(300_000), "x\r\n y\r\n".repeat(60_000)}) {
      assertThatThrownBy(() -> ask(STRICT, bytes(start + rest), 1000).join())
          .hasCauseInstanceOf(BrokenOffException.class);
    }
  }

  @Test
  void letters_of_a_header_are_utf_8_where_they_can_be() {
    var header =
        new String("caf\u00e9".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    var answer = OK + "Location: /" + header + "\r\nX-Old: caf\u00e9\r\nSet-Cookie: a=1\r\n";
    var head = read(STRICT, bytes(answer + "Set-Cookie: b=2\r\n\r\n")).head();
    assertThat(head.header("location")).contains("/caf\u00e9");
    assertThat(head.header("x-old")).contains("caf\u00e9");
    assertThat(head.headers().get("set-cookie")).containsExactly("a=1", "b=2");
  }

  @Test
  void a_body_whose_connection_breaks_is_no_whole_one() {
    var half = bytes(OK + "\r\n" + TEXT);
    for (var bounds : List.of(LENIENT, STRICT)) {
      var exchange = new Exchange(new EmbeddedChannel(), "x", bounds, new FreeMemory());
      exchange.read(Unpooled.wrappedBuffer(half));
      exchange.broken(new IOException("Connection reset"));
      if (bounds.lenient()) {
        assertThat(exchange.received().join().content().cut()).isTrue();
      } else {
        assertThat(exchange.received()).isCompletedExceptionally();
      }
    }
  }
}
