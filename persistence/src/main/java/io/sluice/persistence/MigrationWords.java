package io.sluice.persistence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a migration does, for people who do not read SQL: its text goes in, a short line for each
 * thing that is made, changed or dropped comes out, and which program it asks for.
 */
final class MigrationWords {
  private static final Pattern COMMENT = Pattern.compile("(?m)--.*$");
  private static final Pattern QUOTED =
      Pattern.compile("(?s)\\$([A-Za-z]*)\\$.*?\\$\\1\\$|'(?:[^']|'')*'");
  private static final Pattern LOWEST_PROGRAM =
      Pattern.compile(
          "(?is)UPDATE\\s+(?:sluice\\.)?compatibility\\s+SET\\s+lowest_program\\s*=\\s*'([^']+)'");
  private static final String NAME = "(?:sluice\\.)?(\\w+)";

  /** Statements, as they begin, and what is said of the name within. */
  private static final Map<Pattern, String> KNOWN = known();

  private final String sql;

  MigrationWords(String sql) {
    this.sql = COMMENT.matcher(sql).replaceAll("");
  }

  private static Map<Pattern, String> known() {
    var words = new LinkedHashMap<Pattern, String>();
    put(words, "CREATE TEMP(?:ORARY)? TABLE", "");
    put(words, "CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?" + NAME, "makes the table %s");
    put(words, "CREATE (?:OR REPLACE )?VIEW " + NAME, "makes the view %s");
    put(words, "CREATE SEQUENCE (?:IF NOT EXISTS )?" + NAME, "makes the sequence %s");
    put(words, "CREATE (?:UNIQUE )?INDEX \\w+ ON " + NAME, "builds an index of %s");
    put(words, "CREATE (?:OR REPLACE )?FUNCTION " + NAME, "makes the function %s");
    put(words, "DROP TABLE (?:IF EXISTS )?" + NAME, "drops the table %s");
    put(words, "DROP (?:INDEX|FUNCTION|VIEW|SEQUENCE) (?:IF EXISTS )?" + NAME, "drops %s");
    put(words, "ALTER (?:TABLE|INDEX|SEQUENCE) (?:ONLY )?" + NAME, "changes the form of %s");
    put(words, "INSERT INTO " + NAME, "adds rows to %s");
    put(words, "UPDATE (?:ONLY )?" + NAME, "changes rows of %s");
    put(words, "DELETE FROM " + NAME, "removes rows of %s");
    put(words, "WITH .*?\\b(?:UPDATE|INSERT INTO|DELETE FROM) " + NAME, "changes rows of %s");
    put(words, "DO\\b", "runs a block of code");
    put(words, "LOCK TABLE " + NAME, "keeps writers of %s waiting");
    put(words, "(?:REVOKE|GRANT|COMMENT|SELECT|SET)\\b", "");
    return words;
  }

  private static void put(Map<Pattern, String> words, String begin, String told) {
    var pattern = "(?is)\\s*" + begin.replace(" ", "\\s+");
    words.put(Pattern.compile(pattern), told);
  }

  /** A line for each thing, in the order of the statements; what comes again is told once. */
  List<String> lines() {
    var counts = new LinkedHashMap<String, Integer>();
    for (var statement : QUOTED.matcher(sql).replaceAll("''").split(";")) {
      if (!statement.isBlank()) {
        said(statement)
            .filter(line -> !line.isEmpty())
            .ifPresent(line -> counts.merge(line, 1, Integer::sum));
      }
    }
    var lines = new ArrayList<String>();
    counts.forEach((line, times) -> lines.add(times == 1 ? line : line + " (" + times + " times)"));
    return lines;
  }

  private static Optional<String> said(String statement) {
    return KNOWN.entrySet().stream()
        .map(known -> Map.entry(known.getKey().matcher(statement), known.getValue()))
        .filter(known -> known.getKey().lookingAt())
        .map(known -> filled(known.getKey(), known.getValue()))
        .findFirst()
        .or(() -> Optional.of("does something else"));
  }

  private static String filled(Matcher found, String told) {
    return told.contains("%s") ? told.formatted(found.group(1)) : told;
  }

  /** The oldest program that may use what the migration leaves; empty where it says nothing. */
  Optional<String> lowestProgram() {
    var found = LOWEST_PROGRAM.matcher(sql);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }
}
