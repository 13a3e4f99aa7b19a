package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two thousand small files and one of 5 GB go to S3 in a heap of 256 MB, by a server that answers
 * 503 to one request in twenty and breaks others off. {@code -Ds3.large=N} makes the large one N
 * MiB.
 */
class S3EnduranceIT {
  private static final int SMALL = 2000;
  private static final int LENGTH = 20_000;
  private static final int BLOCK = 1 << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(40);

  @TempDir private Path directory;

  private Path files(int mebibytes) throws IOException {
    var made = Files.createDirectories(directory.resolve("files"));
    var random = new Random(17);
    var bytes = new byte[LENGTH];
    for (int i = 0; i < SMALL; i++) {
      random.nextBytes(bytes);
      Files.write(made.resolve("file-" + i), bytes);
    }
    var block = new byte[BLOCK];
    random.nextBytes(block);
    try (var out = Files.newOutputStream(made.resolve("large"))) {
      for (int i = 0; i < mebibytes; i++) {
        ByteBuffer.wrap(block).putInt(i);
        out.write(block);
      }
    }
    return made;
  }

  @ParameterizedTest
  @EnumSource(S3Server.Make.class)
  void all_of_it_is_stored_in_little_memory_and_nothing_half_done_is_left(S3Server.Make make)
      throws IOException {
    var scene = Scene.in(directory);
    var files = files(Integer.getInteger("s3.large", 5000));
    try (var server = S3Server.start(make, directory.resolve("server"));
        var client = server.client();
        var proxy = FaultyProxy.before(server, FaultyProxy.Faults.of(0.05, 0.03, true))) {
      client.createBucket(bucket -> bucket.bucket("store"));
      var setup =
          S3Server.known(scene.setup(), proxy.endpoint())
              .with("STORAGE_MODE", "s3")
              .with("S3_BUCKET", "store")
              .with("ITEM_TIMEOUT", "30m")
              // What is hashed for minutes is worth to be compiled well.
              .withJvm("-Xmx256m", "-XX:TieredStopAtLevel=4");
      long began = System.nanoTime();
      try (var running = setup.start("submit", "files", files.toString())) {
        Sluice.await("its end", () -> !running.isAlive(), PATIENCE);
        var ended = running.end().assertExit(0);
        assertThat(ended.output()).contains("2001 listed, 2001 stored, 0 duplicates, 0 failed");
      }
      System.out.printf(
          "%s: %d s, %d answers 503, %d bodies cut off%n",
          make, (System.nanoTime() - began) / 1_000_000_000, proxy.busy(), proxy.cuts());
      assertThat(proxy.refused()).isZero();
      S3FilesTest.assertStored(scene, client, "store", SMALL + 1);
    }
  }
}
