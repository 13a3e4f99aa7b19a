package io.sluice.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.sample.NewsText;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Random;

/** Writes files of text in UTF-8 of about so many bytes, with the words of an invented harbour. */
final class TextFiles {
  private static final LocalDate FIRST_DAY = LocalDate.of(2019, 3, 2);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private TextFiles() {}

  /** Posts with an empty line between them, in several scripts. */
  static byte[] text(Random random, int size) {
    var text = new StringBuilder();
    while (text.length() < size) {
      text.append(NewsText.plain(random)).append("\n\n");
    }
    return text.toString().getBytes(UTF_8);
  }

  static byte[] csv(Random random, int size) {
    var text = new StringBuilder("day,person,place,remark,price\r\n");
    for (var day = FIRST_DAY; text.length() < size; day = day.plusDays(1)) {
      text.append(day).append(',').append(NewsText.phrase(random, "person"));
      text.append(',').append(NewsText.phrase(random, "place"));
      text.append(",\"").append(NewsText.plain(random).replace("\"", "\"\"")).append("\",");
      text.append(price(random)).append("\r\n");
    }
    return text.toString().getBytes(UTF_8);
  }

  private static String price(Random random) {
    return String.format(Locale.ROOT, "%.2f", random.nextInt(100_000) / 100.0);
  }

  /** One entry of a JSON file; the fields have its names. */
  private record Notice(int id, String title, String text, double level, boolean urgent) {}

  static byte[] json(Random random, int size) throws IOException {
    var text = new StringBuilder("[");
    for (var id = 1; id == 1 || text.length() < size; id++) {
      var notice =
          new Notice(
              id,
              NewsText.headline(random),
              NewsText.plain(random),
              random.nextInt(80) / 10.0,
              random.nextInt(9) == 0);
      text.append(id == 1 ? "\n" : ",\n").append(MAPPER.writeValueAsString(notice));
    }
    return text.append("\n]\n").toString().getBytes(UTF_8);
  }

  static byte[] html(Random random, int size) {
    var title = escaped(NewsText.headline(random));
    var text =
        new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">");
    text.append("<title>").append(title).append("</title></head>\n<body>\n");
    text.append("<h1>").append(title).append("</h1>\n");
    while (text.length() < size) {
      text.append("<p>").append(escaped(NewsText.plain(random))).append("</p>\n");
    }
    return text.append("</body>\n</html>\n").toString().getBytes(UTF_8);
  }

  static byte[] xml(Random random, int size) {
    var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<notices>\n");
    for (var id = 1; text.length() < size; id++) {
      text.append("  <notice id=\"").append(id).append("\">");
      text.append(escaped(NewsText.plain(random))).append("</notice>\n");
    }
    return text.append("</notices>\n").toString().getBytes(UTF_8);
  }

  /** What may stand between the tags of HTML and XML. */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
