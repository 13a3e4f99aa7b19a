package io.sluice.bench;

import java.util.function.IntBinaryOperator;

/** Pictures by formula. */
final class LumaPictures {
  private LumaPictures() {}

  static Luma of(int width, int height, IntBinaryOperator luma) {
    var values = new float[width * height];
    for (int i = 0; i < values.length; i++) {
      values[i] = luma.applyAsInt(i % width, i / width);
    }
    return new Luma(width, height, values);
  }
}
