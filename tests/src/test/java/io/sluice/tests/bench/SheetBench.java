package io.sluice.tests.bench;

import io.sluice.sheet.NotAnAddressException;
import io.sluice.sheet.Sheet;
import io.sluice.sheet.SheetLimits;
import io.sluice.sheet.SheetRow;
import io.sluice.sheet.SheetSource;
import io.sluice.sheet.SiteAddress;
import io.sluice.sheet.WebsiteColumns;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Measures how fast lists are read: rows of a CSV and of an XLSX, from their bytes to addresses and
 * registrable domains, on one core, and what is left in memory meanwhile.
 */
final class SheetBench {
  private static final int ROUNDS = 3;

  private SheetBench() {}

  /** A file that is read as often as it is asked for. */
  private record OnDisk(Path file) implements SheetSource {
    @Override
    public String name() {
      return file.getFileName().toString();
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }

  /** Arguments: how many rows, and a directory to work in. */
  public static void main(String[] args) throws IOException {
    int count = Integer.parseInt(args[0]);
    var work = Path.of(args[1]);
    System.out.printf(
        "Java %s, %d rows, heap at most %d MiB%n",
        Runtime.version(), count, Runtime.getRuntime().maxMemory() >> 20);
    for (var file : List.of(ListFiles.csv(work, count), ListFiles.xlsx(work, count))) {
      for (int round = 0; round < ROUNDS; round++) {
        measure(file);
      }
    }
  }

  private static void measure(Path file) throws IOException {
    long start = System.nanoTime();
    long rows = 0;
    long domains = 0;
    long most = 0;
    long opened;
    try (var sheet = Sheet.of(new OnDisk(file), SheetLimits.of(200_000_000));
        var lines = sheet.lines()) {
      opened = System.nanoTime();
      var columns = WebsiteColumns.of(sheet, Optional.empty());
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        if (line.get() instanceof SheetRow row && columns.isOfWebsite(row)) {
          var address = SiteAddress.of(columns.row(row).address());
          domains += address.registrableDomain().isEmpty() ? 0 : 1;
          rows++;
        }
        if (rows % 100_000 == 0) {
          System.gc();
          var runtime = Runtime.getRuntime();
          most = Math.max(most, runtime.totalMemory() - runtime.freeMemory());
        }
      }
    } catch (NotAnAddressException e) {
      throw new IOException(e);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%s: %d MB, %d rows with %d domains, %.0f rows/s (%.2f s, of which looked at first %.2f s),"
            + " heap at most %d MiB%n",
        file.getFileName(),
        Files.size(file) / 1_000_000,
        rows,
        domains,
        rows / seconds,
        seconds,
        (opened - start) / 1e9,
        most >> 20);
  }
}
