package io.sluice.embedding;

import java.util.List;

/**
 * A category, as its vector is made of.
 *
 * @param description what belongs in it; may be empty
 * @param examples texts that belong in it; may be empty
 */
public record CategorySample(String name, String description, List<String> examples) {
  public CategorySample {
    examples = List.copyOf(examples);
  }

  /** What it is called and what is said of it. */
  String label() {
    return description.isBlank() ? name : name + ": " + description;
  }
}
