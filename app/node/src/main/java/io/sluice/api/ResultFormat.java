package io.sluice.api;

import io.sluice.ledger.file.FileResults.FileResult;
import io.sluice.server.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.MediaTypes;

/** In which form the results of a batch are written: each is one line. */
enum ResultFormat {
  /** RFC 4180, with the names of the columns in the first line. */
  CSV(ContentTypes.create(MediaTypes.TEXT_CSV, HttpCharsets.UTF_8)),
  /** An object a line. */
  JSONL(ContentTypes.create(MediaTypes.applicationWithFixedCharset("jsonl", HttpCharsets.UTF_8)));

  private static final List<String> COLUMNS =
      List.of(
          "number",
          "state",
          "reason",
          "detail",
          "address",
          "filename",
          "size",
          "mime_type",
          "hash",
          "storage_url");

  private final ContentType type;

  ResultFormat(ContentType type) {
    this.type = type;
  }

  static ResultFormat named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  ContentType type() {
    return type;
  }

  /** What stands above all lines. */
  String head() {
    return this == CSV ? String.join(",", COLUMNS) + "\r\n" : "";
  }

  String line(FileResult result) {
    var values =
        Arrays.asList(
            result.number(),
            result.state(),
            result.reason(),
            result.detail(),
            result.address(),
            result.filename(),
            result.size(),
            result.mimeType(),
            result.hash(),
            result.storageUrl());
    return this == CSV ? csv(values) : json(values);
  }

  private static String csv(List<?> values) {
    return values.stream()
        .map(value -> value == null ? "" : quoted(value.toString()))
        .collect(Collectors.joining(",", "", "\r\n"));
  }

  /** An empty text stands in quotes, so that it is not taken for one that is not known. */
  private static String quoted(String value) {
    boolean plain =
        !value.isEmpty() && value.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }

  private static String json(List<?> values) {
    var object = new LinkedHashMap<String, Object>();
    for (int i = 0; i < values.size(); i++) {
      object.put(COLUMNS.get(i), values.get(i));
    }
    return new String(Json.bytes(object), StandardCharsets.UTF_8) + "\n";
  }
}
