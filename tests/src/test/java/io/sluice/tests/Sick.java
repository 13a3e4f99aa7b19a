package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.sluice.bench.SlowProxy;
import io.sluice.doctor.Diagnosis;
import io.sluice.doctor.Doctor;
import io.sluice.doctor.Grade;
import io.sluice.doctor.Remedy;
import io.sluice.doctor.WorkKind;
import io.sluice.node.ProgramSettings;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.words.FeedAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A system with a database of its own that something is wrong with, and what doctor says of it.
 *
 * @param directory for all that it stores
 */
record Sick(Path directory, DatabaseAddress database, Map<String, String> settings, Clock clock) {

  static Sick in(Path directory, DatabaseAddress database) {
    return new Sick(directory, database, Map.of(), Clock.systemUTC());
  }

  Sick with(String key, String value) {
    var more = new HashMap<>(settings);
    more.put(key, value);
    return new Sick(directory, database, more, clock);
  }

  /** With what was advised, which is a setting and its value. */
  Sick turned(Remedy remedy) {
    var setting = remedy.knob().split("=", 2);
    return with(setting[0], setting[1]);
  }

  Sick with(Clock other) {
    return new Sick(directory, database, settings, other);
  }

  /** The same database, as far away as that proxy makes it. */
  Sick behind(SlowProxy proxy) {
    var there =
        new DatabaseAddress(
            "127.0.0.1:" + proxy.port(), database.name(), database.user(), database.password(), "");
    return new Sick(directory, there, settings, clock);
  }

  static SlowProxy proxy(DatabaseAddress database, Duration delay) throws IOException {
    var host = database.host().split(":");
    return SlowProxy.before(host[0], Integer.parseInt(host[1]), delay);
  }

  Config config() {
    var flags = new HashMap<String, String>();
    flags.put("DATABASE_URL", database.url());
    flags.put("DATA_DIR", directory.toString());
    flags.putAll(settings);
    return ProgramSettings.load(flags, Map.of(), directory).config();
  }

  Diagnosis examined(String... only) throws InterruptedException {
    return examined(List.of(), only);
  }

  Diagnosis examined(List<FeedAddress> feeds, String... only) throws InterruptedException {
    var order = new Doctor.Order(List.of(), feeds, Arrays.asList(only));
    return new Doctor(config(), clock, order).examine(check -> {});
  }

  static void assertLimit(Diagnosis found, WorkKind kind, String check, String knob) {
    assertThat(found.work(kind))
        .hasValueSatisfying(
            work -> {
              assertThat(work.limit()).isEqualTo(check);
              assertThat(work.remedy().knob()).contains(knob);
            });
  }

  static void assertGrade(Diagnosis found, String check, Grade grade, String knob) {
    assertThat(found.check(check))
        .hasValueSatisfying(
            one -> {
              assertThat(one.grade()).as(one.measured()).isEqualTo(grade);
              assertThat(one.remedy().orElseThrow().knob()).contains(knob);
            });
  }
}
