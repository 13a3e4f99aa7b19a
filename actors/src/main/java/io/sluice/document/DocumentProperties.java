package io.sluice.document;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tika.metadata.HttpHeaders;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.Office;
import org.apache.tika.metadata.Property;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.EmptyParser;

/** What a document says of itself, and what its parser has found out of it: all of it bounded. */
final class DocumentProperties {
  private static final int MOST_OF_A_VALUE = 1_000;

  private static final Map<String, Property> KEPT =
      Map.of(
          "title", TikaCoreProperties.TITLE,
          "author", TikaCoreProperties.CREATOR,
          "created", TikaCoreProperties.CREATED,
          "modified", TikaCoreProperties.MODIFIED,
          "subject", TikaCoreProperties.SUBJECT,
          "keywords", Office.KEYWORDS,
          "tool", TikaCoreProperties.CREATOR_TOOL);

  private DocumentProperties() {}

  /** Whether nothing here reads its kind. */
  static boolean isUnknown(Metadata metadata) {
    var by = metadata.getValues(TikaCoreProperties.TIKA_PARSED_BY);
    return by.length == 0 || by[by.length - 1].equals(EmptyParser.class.getName());
  }

  static String type(Metadata metadata) {
    var type = metadata.get(HttpHeaders.CONTENT_TYPE);
    return type == null
        ? "application/octet-stream"
        : bounded(type.replaceFirst("(?s);.*", "").strip());
  }

  static String bounded(String text) {
    return text.substring(0, Math.min(text.length(), MOST_OF_A_VALUE));
  }

  /** Those that are kept, by their names here. */
  static Map<String, String> of(Metadata metadata) {
    var said = new TreeMap<String, String>();
    KEPT.forEach(
        (name, property) -> {
          var values =
              Arrays.stream(metadata.getValues(property))
                  .filter(value -> !value.isBlank())
                  .distinct()
                  .toList();
          if (!values.isEmpty()) {
            said.put(name, bounded(String.join(", ", values)));
          }
        });
    return said;
  }
}
