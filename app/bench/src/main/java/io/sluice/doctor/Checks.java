package io.sluice.doctor;

import com.typesafe.config.Config;
import io.sluice.s3.StorageModes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/** All checks, in their order: what others depend on comes first. */
final class Checks {
  private Checks() {}

  /**
   * @param only beginnings of names: checks that have one of these, and what they need; empty for
   *     all
   * @throws IllegalArgumentException if there is none of that name
   */
  static List<Check> of(Config config, List<String> only) {
    var all = all(config);
    if (only.isEmpty()) {
      return all;
    }
    var names = new HashSet<String>();
    for (var word : only) {
      var found = all.stream().filter(check -> check.about().name().startsWith(word)).toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            "there is no check %s, only %s".formatted(word, names(all)));
      }
      found.forEach(check -> names.add(check.about().name()));
    }
    // What is needed comes before what needs it.
    for (int i = all.size() - 1; i >= 0; i--) {
      var about = all.get(i).about();
      if (names.contains(about.name())) {
        names.addAll(about.needs());
        names.addAll(about.wants());
      }
    }
    return all.stream().filter(check -> names.contains(check.about().name())).toList();
  }

  private static String names(List<Check> checks) {
    return checks.stream().map(check -> check.about().name()).collect(Collectors.joining(", "));
  }

  private static List<Check> all(Config config) {
    var modes = StorageModes.from(config);
    var all = new ArrayList<Check>();
    all.addAll(
        List.of(
            new MachineLoad(),
            new DatabaseConnect(),
            new DatabaseState(),
            new DatabaseClockApart(),
            new DatabaseRoundTrip(),
            new DatabaseCommit(),
            new DatabaseWriter(),
            new DatabasePlaces()));
    all.addAll(List.of(new RedisAnswers(), new RedisMemory(), new RedisRights(), new RedisLag()));
    all.addAll(List.of(new StoreRoom(), new StoreSpeed()));
    if (modes.isAnyInS3()) {
      all.add(new BucketSpeed());
    }
    all.addAll(List.of(new CpuPictures(), new CpuDocuments(), new MemoryRoom(), new Descriptors()));
    all.addAll(List.of(new WebNames(), new WebOrigins(), new ModelThere(), new ModelSpeed()));
    all.addAll(List.of(new ClusterNodes()));
    return List.copyOf(all);
  }
}
