package io.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sheet.BadRow;
import io.sluice.sheet.NotAnAddressException;
import io.sluice.sheet.Sheet;
import io.sluice.sheet.SheetLimits;
import io.sluice.sheet.SheetLine;
import io.sluice.sheet.SheetRow;
import io.sluice.sheet.SheetSource;
import io.sluice.sheet.SiteAddress;
import io.sluice.sheet.WebsiteColumns;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebsiteRowsTest {
  private static final int ROWS = 500;

  @TempDir private Path directory;

  /** What the reader of lists finds of each line. */
  private static String found(WebsiteColumns columns, SheetLine line, Set<String> seen) {
    if (line instanceof BadRow bad) {
      return bad.reason();
    }
    try {
      var site = SiteAddress.of(columns.row((SheetRow) line).address());
      assertThat(site.host()).endsWith(".example");
      return seen.add(site.key()) ? "a website" : "duplicate";
    } catch (NotAnAddressException e) {
      return e.reason();
    }
  }

  private record OnDisk(Path file) implements SheetSource {
    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }

  @Test
  void each_row_is_what_is_told_of_it_and_a_seed_gives_the_same() throws IOException {
    var told = new WebsiteRows(ROWS, 7).write(directory);
    assertThat(told.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(ROWS);
    assertThat(told).hasSize(7);

    var found = new ArrayList<String>();
    found.add("line,expected");
    var seen = new HashSet<String>();
    try (var sheet =
            Sheet.of(new OnDisk(directory.resolve("sites.csv")), SheetLimits.of(10_000_000));
        var lines = sheet.lines()) {
      var columns = WebsiteColumns.of(sheet, Optional.empty());
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        if (columns.isOfWebsite(line.get())) {
          found.add(found.size() + 1 + "," + found(columns, line.get(), seen));
        }
      }
    }
    assertThat(Files.readAllLines(directory.resolve("expected.csv"))).isEqualTo(found);

    var again = directory.resolve("again");
    new WebsiteRows(ROWS, 7).write(again);
    assertThat(again.resolve("sites.csv")).hasSameBinaryContentAs(directory.resolve("sites.csv"));
  }
}
