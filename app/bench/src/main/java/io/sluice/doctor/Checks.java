package io.sluice.doctor;

import com.typesafe.config.Config;
import io.sluice.s3.StorageModes;
import java.util.ArrayList;
import java.util.List;

/** All checks, in their order: what others depend on comes first. */
final class Checks {
  private Checks() {}

  static List<Check> all(Config config) {
    var modes = StorageModes.from(config);
    var all = new ArrayList<Check>();
    all.addAll(
        List.of(
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
    all.addAll(List.of(new WebNames(), new ModelThere(), new ModelSpeed()));
    all.addAll(List.of(new ClusterNodes()));
    return List.copyOf(all);
  }
}
