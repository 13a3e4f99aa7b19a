package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The board and the alerts ask for metrics that are documented, and nothing else. */
class GrafanaTest {
  private static final Path FILES = Path.of("..", "docker", "grafana");
  private static final Path DOCUMENT = Path.of("../docs/metrics.md");
  private static final Pattern METRIC =
      Pattern.compile("(?m)^\\| `(sluice_\\w+)` \\| (\\w+) \\|([^|]*)\\|");
  private static final Pattern ALERT =
      Pattern.compile("(?m)^\\| ([^|]+) \\| `([^`]+)`([^|`]*) \\| (.*) \\|$");
  private static final Pattern USED = Pattern.compile("\\b(sluice_\\w+)(?:\\{([^}]*)})?");
  private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)(?:=|!=|=~|!~)\"");

  /** Labels of metrics that Prometheus or a histogram gives. */
  private static final List<String> GIVEN = List.of("instance", "le", "area");

  /** By the names that queries have for them, with their labels. */
  private static Map<String, String> documented() throws IOException {
    var known = new TreeMap<String, String>();
    for (var row : METRIC.matcher(Files.readString(DOCUMENT)).results().toList()) {
      if (row.group(2).equals("histogram")) {
        List.of("_bucket", "_sum", "_count")
            .forEach(end -> known.put(row.group(1) + end, row.group(3)));
      } else {
        known.put(row.group(1), row.group(3));
      }
    }
    return known;
  }

  private static List<String> queries(JsonNode tree) {
    var found = new ArrayList<String>();
    tree.findValues("expr").forEach(query -> found.add(query.asText()));
    return found;
  }

  private static JsonNode rules() throws IOException {
    return new YAMLMapper()
        .readTree(Files.readString(FILES.resolve("alerts.yml")))
        .at("/groups/0/rules");
  }

  @Test
  void each_query_asks_for_metrics_and_labels_that_are_documented() throws IOException {
    var known = documented();
    var queries = queries(new ObjectMapper().readTree(FILES.resolve("board.json").toFile()));
    assertThat(queries).hasSizeGreaterThan(15);
    queries.addAll(queries(rules()));
    for (var query : queries) {
      var labels = new StringBuilder();
      for (var used : USED.matcher(query).results().toList()) {
        assertThat(known).as(query).containsKey(used.group(1));
        labels.append(known.get(used.group(1)));
        if (used.group(2) != null) {
          LABEL
              .matcher(used.group(2))
              .results()
              .forEach(label -> assertLabel(query, labels, label.group(1)));
        }
      }
      for (var by : BY.matcher(query).results().toList()) {
        for (var label : by.group(1).split(",\\s*")) {
          assertLabel(query, labels, label);
        }
      }
    }
  }

  private static void assertLabel(String query, StringBuilder labels, String label) {
    if (!GIVEN.contains(label)) {
      assertThat(labels).as(query).contains("`" + label + "`");
    }
  }

  @Test
  void the_alerts_are_those_of_the_document() throws IOException {
    var text = Files.readString(DOCUMENT);
    var documented = new ArrayList<String>();
    for (var row :
        ALERT.matcher(text.substring(text.indexOf("## What to watch"))).results().toList()) {
      var time =
          row.group(3).replace(" for a minute", "1m").replaceAll(" for (\\d+) minutes", "$1m");
      var query = row.group(2).replace("\\|", "|");
      var meaning = row.group(4).replace("`", "");
      documented.add(row.group(1) + ": " + query + " " + time + ": " + meaning);
    }
    var rules = new ArrayList<String>();
    rules()
        .forEach(
            rule ->
                rules.add(
                    rule.at("/annotations/summary").asText()
                        + ": "
                        + rule.get("expr").asText()
                        + " "
                        + rule.path("for").asText()
                        + ": "
                        + rule.at("/annotations/description").asText()));
    assertThat(rules).hasSizeGreaterThan(10).containsExactlyElementsOf(documented);
  }
}
