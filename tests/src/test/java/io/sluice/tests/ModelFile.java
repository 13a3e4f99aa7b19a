package io.sluice.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A model of a protocol between nodes, as its file tells of it. */
final class ModelFile {
  private static final Path DIRECTORY = Path.of("models");
  private static final Pattern CLAIM = Pattern.compile("(?s)\\nltl (\\w+) \\{(.*?)\\n?}\\n");
  private static final Pattern HEADER = Pattern.compile("(?s)^/\\*(.*?)\\*/");
  private static final Pattern METHOD = Pattern.compile("\\b([A-Z]\\w+)\\.([a-z]\\w+)\\b");
  private static final Pattern CONDITION = Pattern.compile("(?m)^#(?:el)?if.*");
  private static final Pattern FLAG = Pattern.compile("[A-Z][A-Z_]+");
  private static final Pattern BOUND = Pattern.compile("(?m)^#ifndef (\\w+)\\n#define \\1 \\d");

  private final String name;
  private final String text;
  private final Map<String, String> claims = new LinkedHashMap<>();

  private ModelFile(String name, String text) {
    this.name = name;
    this.text = text;
    all(CLAIM, text).forEach(claim -> claims.put(claim.group(1), claim.group(2)));
  }

  private static Stream<MatchResult> all(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  static ModelFile named(String name) {
    try {
      return new ModelFile(name, Files.readString(DIRECTORY.resolve(name + ".pml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return name;
  }

  Path path() {
    return DIRECTORY.resolve(name + ".pml").toAbsolutePath();
  }

  Set<String> claims() {
    return claims.keySet();
  }

  /** Whether it is about what happens at last, so that only fair runs count. */
  boolean isOfEnds(String claim) {
    return claims.get(claim).contains("<>");
  }

  /** What may be defined, without the bounds, which have a value. */
  Set<String> flags() {
    var flags = new TreeSet<String>();
    all(CONDITION, text)
        .forEach(line -> all(FLAG, line.group()).forEach(it -> flags.add(it.group())));
    all(BOUND, text).forEach(bound -> flags.remove(bound.group(1)));
    return flags;
  }

  /** The methods that it stands for, by their classes. */
  Map<String, Set<String>> methods() {
    var methods = new LinkedHashMap<String, Set<String>>();
    var header = all(HEADER, text).findFirst().orElseThrow().group();
    all(METHOD, header)
        .forEach(
            method ->
                methods
                    .computeIfAbsent(method.group(1), type -> new TreeSet<>())
                    .add(method.group(2)));
    return methods;
  }
}
