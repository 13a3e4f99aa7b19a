package io.sluice.image;

/** Three colours of light and their white, by CIE's x and y; out goes their matrix to XYZ. */
record Primaries(double[] red, double[] green, double[] blue, double[] white) {
  static final double[] D50 = {0.9642, 1, 0.8249};
  private static final double[] D65 = {0.3127, 0.3290};
  private static final double[][] BRADFORD = {
    {0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}
  };

  static final Primaries SRGB = ofD65(0.64, 0.33, 0.30, 0.60, 0.15, 0.06);
  static final Primaries DISPLAY_P3 = ofD65(0.680, 0.320, 0.265, 0.690, 0.150, 0.060);
  static final Primaries ADOBE_RGB = ofD65(0.64, 0.33, 0.21, 0.71, 0.15, 0.06);

  private static Primaries ofD65(double rx, double ry, double gx, double gy, double bx, double by) {
    return new Primaries(
        new double[] {rx, ry}, new double[] {gx, gy}, new double[] {bx, by}, D65.clone());
  }

  /** From light of the three to XYZ, adapted to D50 after Bradford. */
  double[][] toXyz() {
    var columns = transposed(new double[][] {xyz(red), xyz(green), xyz(blue)});
    var amounts = times(inverse(columns), xyz(white));
    for (var row : columns) {
      for (var column = 0; column < 3; column++) {
        row[column] *= amounts[column];
      }
    }
    var from = times(BRADFORD, xyz(white));
    var to = times(BRADFORD, D50);
    var scaled = new double[3][];
    for (var row = 0; row < 3; row++) {
      scaled[row] = BRADFORD[row].clone();
      for (var column = 0; column < 3; column++) {
        scaled[row][column] *= to[row] / from[row];
      }
    }
    return times(times(inverse(BRADFORD), scaled), columns);
  }

  double[] fromXyz(double[] xyz) {
    return times(inverse(toXyz()), xyz);
  }

  static double[] times(double[][] matrix, double[] vector) {
    var product = new double[3];
    for (var row = 0; row < 3; row++) {
      for (var column = 0; column < 3; column++) {
        product[row] += matrix[row][column] * vector[column];
      }
    }
    return product;
  }

  private static double[] xyz(double[] xy) {
    return new double[] {xy[0] / xy[1], 1, (1 - xy[0] - xy[1]) / xy[1]};
  }

  private static double[][] times(double[][] left, double[][] right) {
    var columns = transposed(right);
    return transposed(
        new double[][] {times(left, columns[0]), times(left, columns[1]), times(left, columns[2])});
  }

  private static double[][] transposed(double[][] matrix) {
    var transposed = new double[3][3];
    for (var row = 0; row < 3; row++) {
      for (var column = 0; column < 3; column++) {
        transposed[column][row] = matrix[row][column];
      }
    }
    return transposed;
  }

  /** By cross products: rows of the inverse are those of two columns over the determinant. */
  private static double[][] inverse(double[][] matrix) {
    var columns = transposed(matrix);
    var inverse = new double[3][3];
    for (var row = 0; row < 3; row++) {
      var a = columns[(row + 1) % 3];
      var b = columns[(row + 2) % 3];
      var determinant = 0.0;
      for (var column = 0; column < 3; column++) {
        var i = (column + 1) % 3;
        var j = (column + 2) % 3;
        inverse[row][column] = a[i] * b[j] - a[j] * b[i];
        determinant += inverse[row][column] * columns[row][column];
      }
      for (var column = 0; column < 3; column++) {
        inverse[row][column] /= determinant;
      }
    }
    return inverse;
  }
}
