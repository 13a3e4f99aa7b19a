package io.sluice.photo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.channel.MemorySource;
import io.sluice.http.ByteBudget;
import io.sluice.metrics.MetricsSettings;
import io.sluice.metrics.NodeMetrics;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPhotosTest {
  private static final int LARGE = 20 << 20;

  @TempDir private Path directory;
  private final ByteBudget budget = new ByteBudget(2L * LARGE);
  private final LocalPhotos photos =
      new LocalPhotos(
          budget,
          LARGE,
          Runnable::run,
          NodeMetrics.in(
                  new PrometheusRegistry(), "here", new MetricsSettings(Duration.ofMinutes(1)))
              .stages());

  private FetchedPhoto fetch(Path file) {
    return photos.fetch("news", MemorySource.inFile(file), () -> true).toCompletableFuture().join();
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @Test
  void a_file_takes_no_more_memory_than_its_budget_says() throws Exception {
    var content = new byte[LARGE - 1];
    new Random(7).nextBytes(content);
    var file = Files.write(directory.resolve("large.jpg"), content);
    fetch(Files.write(directory.resolve("first.jpg"), new byte[1]));
    long before = allocated();
    var fetched = (FetchedPhoto.Bytes) fetch(file);
    assertThat(allocated() - before).isBetween((long) LARGE - 1, LARGE + (1L << 20));
    assertThat(fetched.bytes()).isEqualTo(content);
    fetched.release().run();
  }

  @Test
  void a_file_without_bytes_is_a_photo_without_bytes() throws Exception {
    var fetched = (FetchedPhoto.Bytes) fetch(Files.createFile(directory.resolve("empty.jpg")));
    assertThat(fetched.bytes()).isEmpty();
  }
}
