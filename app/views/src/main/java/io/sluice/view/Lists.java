package io.sluice.view;

import java.util.List;

/** Lists that an answer may lack. */
final class Lists {
  private Lists() {}

  static <T> List<T> orNone(List<T> given) {
    return given == null ? List.of() : given;
  }
}
