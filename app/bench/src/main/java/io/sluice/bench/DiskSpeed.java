package io.sluice.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the disk can do: files a second that are written under a temporary name, forced to disk,
 * renamed into one of as many directories as the store has, and that forced. Nothing is read,
 * hashed or told to a database.
 */
public final class DiskSpeed {
  private static final double SECOND = 1e9;
  private static final int DIRECTORIES = 256;
  private static final int HASH_BYTES = 32;

  private final Path folder;
  private final byte[] content;
  private final boolean syncs;
  private final int group;

  private DiskSpeed(Path folder, byte[] content, boolean syncs, int group) {
    this.folder = folder;
    this.content = content;
    this.syncs = syncs;
    this.group = group;
  }

  /**
   * @param folder a new one
   * @param group files that are forced together, and then the directories that these have changed
   */
  public static DiskSpeed in(Path folder, byte[] content, boolean syncs, int group)
      throws IOException {
    for (int i = 0; i < DIRECTORIES; i++) {
      Files.createDirectory(folder.resolve("%02x".formatted(i)));
    }
    return new DiskSpeed(folder, content, syncs, group);
  }

  public double perSecond(int threads, double seconds)
      throws IOException, InterruptedException, ExecutionException {
    var files = new AtomicInteger();
    var pool = Executors.newFixedThreadPool(threads);
    try {
      long began = System.nanoTime();
      var writers = new ArrayList<Future<?>>();
      for (int i = 0; i < threads; i++) {
        // The store has one for each chunk, so that not all wait for the same directory.
        var drafts = Files.createDirectories(folder.resolve("drafts" + i));
        writers.add(pool.submit(writer(drafts, began, seconds, files)));
      }
      for (var writer : writers) {
        writer.get();
      }
      return files.get() * SECOND / (System.nanoTime() - began);
    } finally {
      pool.shutdownNow();
    }
  }

  private Callable<Void> writer(Path drafts, long began, double seconds, AtomicInteger files) {
    return () -> {
      while (System.nanoTime() - began < seconds * SECOND) {
        write(drafts);
        files.addAndGet(group);
      }
      return null;
    };
  }

  private void write(Path drafts) throws IOException {
    var channels = new ArrayList<FileChannel>();
    try {
      for (int i = 0; i < group; i++) {
        channels.add(write(drafts, i));
      }
      if (syncs) {
        for (var channel : channels) {
          channel.force(false);
        }
      }
      var changed = new HashSet<Path>();
      for (int i = 0; i < group; i++) {
        changed.add(rename(draft(drafts, i)));
      }
      if (syncs) {
        for (var directory : changed) {
          sync(directory);
        }
      }
    } finally {
      for (var channel : channels) {
        channel.close();
      }
    }
  }

  private static Path draft(Path drafts, int number) {
    return drafts.resolve(number + ".part");
  }

  private FileChannel write(Path drafts, int number) throws IOException {
    var channel =
        FileChannel.open(
            draft(drafts, number), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      var left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Gives the directory that it is in now. */
  private Path rename(Path draft) throws IOException {
    var hash = new byte[HASH_BYTES];
    ThreadLocalRandom.current().nextBytes(hash);
    var name = HexFormat.of().formatHex(hash);
    var directory = folder.resolve(name.substring(0, 2));
    Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    return directory;
  }

  private static void sync(Path directory) throws IOException {
    try (var open = FileChannel.open(directory)) {
      open.force(true);
    }
  }
}
