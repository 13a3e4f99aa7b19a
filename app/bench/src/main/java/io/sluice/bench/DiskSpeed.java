package io.sluice.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the disk can do: files a second that are written under a temporary name, forced to disk,
 * renamed, and their directory forced. Nothing is read, hashed or told to a database.
 */
final class DiskSpeed {
  private static final double SECOND = 1e9;
  private static final int DIRECTORIES = 256;

  private final Path folder;
  private final byte[] content;
  private final boolean syncs;
  private final AtomicInteger files = new AtomicInteger();

  private DiskSpeed(Path folder, byte[] content, boolean syncs) {
    this.folder = folder;
    this.content = content;
    this.syncs = syncs;
  }

  /**
   * @param folder a new one
   */
  static double measure(Path folder, byte[] content, boolean syncs, int threads, double seconds)
      throws IOException, InterruptedException, ExecutionException {
    for (int i = 0; i < DIRECTORIES; i++) {
      Files.createDirectory(folder.resolve(Integer.toString(i)));
    }
    var speed = new DiskSpeed(folder, content, syncs);
    var pool = Executors.newFixedThreadPool(threads);
    try {
      long began = System.nanoTime();
      var writers = new ArrayList<Future<?>>();
      for (int i = 0; i < threads; i++) {
        writers.add(
            pool.submit(
                () -> {
                  while (System.nanoTime() - began < seconds * SECOND) {
                    speed.write();
                  }
                  return null;
                }));
      }
      for (var writer : writers) {
        writer.get();
      }
      return speed.files.get() * SECOND / (System.nanoTime() - began);
    } finally {
      pool.shutdownNow();
    }
  }

  private void write() throws IOException {
    int number = files.getAndIncrement();
    var draft = folder.resolve(number + ".part");
    try (var out =
        FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        out.write(left);
      }
      if (syncs) {
        out.force(false);
      }
    }
    var directory = folder.resolve(Integer.toString(number % DIRECTORIES));
    Files.move(draft, directory.resolve("file" + number), StandardCopyOption.ATOMIC_MOVE);
    if (syncs) {
      try (var open = FileChannel.open(directory)) {
        open.force(true);
      }
    }
  }
}
