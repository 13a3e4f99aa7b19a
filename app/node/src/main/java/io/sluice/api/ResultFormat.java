package io.sluice.api;

import io.sluice.ledger.batch.StoredJson;
import io.sluice.server.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.MediaTypes;

/** In which form the results of a batch are written: each is one line. */
public enum ResultFormat {
  /** RFC 4180, with the names of the columns in the first line. */
  CSV(ContentTypes.create(MediaTypes.TEXT_CSV, HttpCharsets.UTF_8)),
  /** The same, but that no spreadsheet takes a text for a formula. */
  ESCAPED_CSV(CSV.type),
  /** An object a line. */
  JSONL(ContentTypes.create(MediaTypes.applicationWithFixedCharset("jsonl", HttpCharsets.UTF_8)));

  /** What formulas begin with. */
  private static final String FORMULA = "=+-@\t\r\n";

  private final ContentType type;

  ResultFormat(ContentType type) {
    this.type = type;
  }

  /**
   * @param escaped whether spreadsheets are to see no formulas, which only CSV can have
   */
  static ResultFormat named(String name, boolean escaped) {
    var format = valueOf(name.toUpperCase(Locale.ROOT));
    return escaped && format == CSV ? ESCAPED_CSV : format;
  }

  ContentType type() {
    return type;
  }

  /** What stands above all lines. */
  public String head(List<String> columns) {
    return this == JSONL ? "" : csv(columns);
  }

  /** A line, with its end. */
  public String line(List<String> columns, List<?> values) {
    return this == JSONL ? json(columns, values) : csv(values);
  }

  private String csv(List<?> values) {
    return values.stream()
        .map(value -> this == ESCAPED_CSV && value instanceof String text ? escaped(text) : value)
        .map(value -> value == null ? "" : quoted(value.toString()))
        .collect(Collectors.joining(",", "", "\r\n"));
  }

  /** An apostrophe makes a text of what spreadsheets would run. */
  private static String escaped(String text) {
    return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  /** An empty text stands in quotes, so that it is not taken for one that is not known. */
  private static String quoted(String value) {
    boolean plain =
        !value.isEmpty() && value.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }

  private static String json(List<String> columns, List<?> values) {
    var object = new LinkedHashMap<String, Object>();
    for (int i = 0; i < values.size(); i++) {
      var value = values.get(i);
      object.put(columns.get(i), value instanceof StoredJson json ? Json.tree(json.text()) : value);
    }
    return new String(Json.bytes(object), StandardCharsets.UTF_8) + "\n";
  }
}
