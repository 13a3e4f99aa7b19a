package io.sluice.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A list of rows that came on standard input, as a file as long as it is open: it is read more than
 * once.
 */
record InputRows(Path file) implements AutoCloseable {
  private static final int STEP = 1 << 16;

  /**
   * @param most bytes
   * @throws IOException if there are more, or none
   */
  static InputRows read(InputStream input, long most) throws IOException {
    var rows = new InputRows(Files.createTempFile("sluice-", ".list"));
    try (var out = Files.newOutputStream(rows.file)) {
      long left = most + 1;
      var bytes = new byte[STEP];
      for (int read = input.read(bytes); read >= 0 && left > 0; read = input.read(bytes)) {
        int taken = (int) Math.min(left, read);
        out.write(bytes, 0, taken);
        left -= taken;
      }
      if (left == most + 1) {
        throw new IOException("standard input is empty: give it a list of CSV or XLSX");
      }
      // More than may be is told when the list is looked at, as of any other.
      return rows;
    } catch (IOException e) {
      rows.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
