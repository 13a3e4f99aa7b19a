package io.sluice.message;

import io.sluice.ledger.message.MessageTasks.Site;
import io.sluice.ledger.message.MessageTerms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How the messages of a batch are made: its terms and the columns of its list go in, and with a row
 * the values of all names. Immutable, thread-safe.
 */
final class MessagePlan {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern AT_ENDS = Pattern.compile("^_+|_+$");

  /** What is known of a row before anything is found. */
  private static final List<String> OF_ROW = List.of("url", "domain", "industry");

  private final MessageTerms.Terms terms;
  private final MessageTemplate template;

  /** Names of the user's columns, with their places. */
  private final Map<String, Integer> columns;

  private final Set<String> unknown;
  private final boolean ofPage;

  MessagePlan(MessageTerms.Known known) {
    terms = known.terms();
    template = MessageTemplate.of(terms.template());
    columns = columns(known.columns());
    unknown = unknown(template, known.columns());
    var ofFacts = new LinkedHashSet<>(template.names());
    ofFacts.removeAll(columns.keySet());
    OF_ROW.forEach(ofFacts::remove);
    ofPage = terms.asks() || !ofFacts.isEmpty();
  }

  /** As written, and in snake case where no other column is written so. */
  private static Map<String, Integer> columns(List<String> names) {
    var columns = new HashMap<String, Integer>();
    for (int i = 0; i < names.size(); i++) {
      columns.putIfAbsent(names.get(i).strip(), i);
    }
    for (int i = 0; i < names.size(); i++) {
      columns.putIfAbsent(snakeCase(names.get(i)), i);
    }
    columns.remove("");
    return columns;
  }

  static String snakeCase(String name) {
    var joined = BETWEEN_WORDS.matcher(name.strip().toLowerCase(Locale.ROOT)).replaceAll("_");
    return AT_ENDS.matcher(joined).replaceAll("");
  }

  /** Names in a template that are neither columns nor facts. */
  static Set<String> unknown(MessageTemplate template, List<String> columns) {
    var unknown = new LinkedHashSet<>(template.names());
    unknown.removeAll(columns(columns).keySet());
    unknown.removeAll(FoundFacts.names());
    return unknown;
  }

  /** All names that a template may have. */
  static List<String> known(List<String> columns) {
    var known = new LinkedHashSet<>(columns(columns).keySet());
    known.addAll(FoundFacts.names());
    return known.stream().sorted().toList();
  }

  MessageTerms.Terms terms() {
    return terms;
  }

  Set<String> unknown() {
    return unknown;
  }

  /** Whether messages tell of what was found, and not only of the user's own cells. */
  boolean isOfPage() {
    return ofPage;
  }

  /** What comes out of the template; which of its values are missing is told beside it. */
  Rendered rendered(Site site, FoundFacts facts) {
    var values = values(site, facts, false);
    return new Rendered(template.render(values), missing(values));
  }

  /**
   * What comes out of the template for a model. What strangers have written is only named in it,
   * and shown to the model as data.
   */
  Rendered instruction(Site site, FoundFacts facts) {
    var values = values(site, facts, true);
    return new Rendered(template.render(values), missing(values));
  }

  private List<String> missing(Map<String, String> values) {
    return template.bareNames().stream().filter(name -> values.get(name).isBlank()).toList();
  }

  /**
   * @param missing names in it that have no value
   */
  record Rendered(String text, List<String> missing) {}

  private Map<String, String> values(Site site, FoundFacts facts, boolean named) {
    var values = new HashMap<String, String>();
    facts
        .texts()
        .forEach(
            (name, text) -> values.put(name, named && !text.isBlank() ? "{" + name + "}" : text));
    columns.forEach(
        (name, at) -> {
          var cell = at < site.cells().size() ? site.cells().get(at).strip() : "";
          if (!cell.isEmpty() || !values.containsKey(name)) {
            values.put(name, cell);
          }
        });
    return values;
  }

  /** What was found, a name a line, for who is shown it as data; the longest last. */
  static String data(FoundFacts facts) {
    var lines = new ArrayList<String>();
    facts
        .texts()
        .forEach(
            (name, text) -> {
              if (!text.isBlank()) {
                lines.add(name + ": " + text);
              }
            });
    return String.join("\n", lines);
  }
}
