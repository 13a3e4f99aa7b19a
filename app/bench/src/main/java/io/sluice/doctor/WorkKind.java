package io.sluice.doctor;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Kinds of work, whose rates are told apart since other things limit them. */
public enum WorkKind {
  /** Of channels. */
  MESSAGES,
  /** Of channels, made small. */
  PHOTOS,
  /** Of batches. */
  FILES,
  /** Of batches: files whose text is read. */
  DOCUMENTS,
  /** Entries of feeds. */
  EVENTS,
  /** Of a model, about a document each. */
  ANSWERS;

  /** As users write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if there is none of that name
   */
  static WorkKind of(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.word().equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "must name one of %s, was %s"
                        .formatted(
                            Arrays.stream(values())
                                .map(WorkKind::word)
                                .collect(Collectors.joining(", ")),
                            word)));
  }
}
