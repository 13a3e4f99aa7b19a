package io.sluice.tests;

import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import io.sluice.sample.SampleExport;
import io.sluice.sample.SampleOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An export, an empty database and a place for pictures, for the program to work on. */
record Scene(Path directory, DatabaseAddress database) {

  static Scene in(Path directory) {
    return new Scene(directory, TestDatabase.withSchema());
  }

  /** The same with a database that no program has seen. */
  static Scene anew(Path directory) {
    return new Scene(directory, TestDatabase.create());
  }

  /** An export of one channel with small photos. */
  Scene withExport(int messages, int photos) {
    return withExport(new SampleOptions(1, messages, photos, 320, 1, "Scene", false));
  }

  Scene withExport(SampleOptions options) {
    try {
      SampleExport.write(export(), options);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path export() {
    return directory.resolve("export");
  }

  Path photos() {
    return export().resolve("photos");
  }

  Path images() {
    return directory.resolve("store");
  }

  Sluice.Setup setup() {
    return new Sluice.Setup(
        directory,
        Map.of("DATABASE_URL", database.url(), "IMAGE_DIR", images().toString()),
        List.of());
  }

  long count(String sql) {
    return TestDatabase.count(database, sql);
  }

  boolean hasSchema() {
    return count("SELECT count(*) FROM pg_tables WHERE schemaname || tablename = 'sluicesnapshot'")
        == 1;
  }

  long messages() {
    return count("SELECT count(*) FROM sluice.message");
  }

  /** How many photos ended how. */
  List<List<String>> outcomes() {
    return TestDatabase.query(
        database, "SELECT outcome, count(*) FROM sluice.photo GROUP BY 1 ORDER BY 1");
  }

  void assertStoredOnce() {
    ExportTruth.of(export()).assertStoredOnce(database, images());
  }
}
