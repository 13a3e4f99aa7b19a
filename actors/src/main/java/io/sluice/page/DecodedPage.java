package io.sluice.page;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.Optional;

/**
 * The bytes of a page made into signs: by its byte order mark, else by its header, else by what it
 * declares itself, else by a guess. A declaration that does not hold is passed over.
 *
 * @param from which of these it was: {@code bom}, {@code header}, {@code meta}, {@code guess}
 */
record DecodedPage(String html, String charset, String from) {
  private static final int LOOKED_AT = 4_096;

  static DecodedPage of(FetchedPage page) {
    var body = page.body();
    var marked = byMark(body);
    if (marked != null) {
      return marked;
    }
    var wide = CharsetGuess.wide(body);
    if (wide != null) {
      return decoded(body, 0, wide, "guess");
    }
    var utf8 = new String(body, UTF_8);
    boolean holds = CharsetGuess.isUtf8(utf8, body);
    boolean plain = utf8.length() == body.length && holds;
    var header = CharsetNames.inHeader(page.header("content-type"));
    var meta = CharsetNames.inMeta(body, LOOKED_AT);
    if (holds && !plain) {
      // Hardly anything else looks like it by chance.
      return new DecodedPage(utf8, "UTF-8", from(header, meta, UTF_8));
    }
    return declared(body, header, "header")
        .or(() -> declared(body, meta, "meta"))
        .orElseGet(
            () ->
                plain
                    ? new DecodedPage(utf8, "UTF-8", from(header, meta, UTF_8))
                    : decoded(body, 0, CharsetGuess.of(body, page.address()), "guess"));
  }

  private static Optional<DecodedPage> declared(
      byte[] body, Optional<Charset> charset, String from) {
    return charset
        .filter(named -> CharsetGuess.mayBe(named, body))
        .map(named -> decoded(body, 0, named, from));
  }

  private static String from(Optional<Charset> header, Optional<Charset> meta, Charset charset) {
    return header.filter(charset::equals).isPresent()
        ? "header"
        : meta.filter(charset::equals).isPresent() ? "meta" : "guess";
  }

  private static DecodedPage byMark(byte[] body) {
    if (begins(body, 0xEF, 0xBB, 0xBF)) {
      return decoded(body, 3, UTF_8, "bom");
    }
    if (begins(body, 0xFF, 0xFE)) {
      return decoded(body, 2, UTF_16LE, "bom");
    }
    return begins(body, 0xFE, 0xFF) ? decoded(body, 2, UTF_16BE, "bom") : null;
  }

  private static boolean begins(byte[] body, int... mark) {
    for (int at = 0; at < mark.length; at++) {
      if (body.length <= at || (body[at] & 0xFF) != mark[at]) {
        return false;
      }
    }
    return true;
  }

  private static DecodedPage decoded(byte[] body, int start, Charset charset, String from) {
    var html = new String(body, start, body.length - start, charset);
    return new DecodedPage(html, charset.name(), from);
  }
}
