package io.sluice.doctor;

import io.sluice.batch.BatchSettings;
import io.sluice.bench.DiskSpeed;
import io.sluice.bench.ScratchFolder;
import io.sluice.file.FileSync;
import io.sluice.settings.SettingsReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Random;

/** What the disk of IMAGE_DIR does with files: so many forced a second, and so many bytes. */
final class StoreSpeed implements Check {
  static final About ABOUT =
      About.of("store speed", "files forced to the disk of IMAGE_DIR, and bytes", 20, "IMAGE_DIR")
          .needing(StoreRoom.ABOUT)
          .carrying(WorkKind.PHOTOS, WorkKind.FILES);

  private static final double SECONDS = 1;
  private static final int FILE_BYTES = 20_000;
  private static final int STREAM_BYTES = 48 << 20;

  /** Of what is free, so much is used at most. */
  private static final int SHARE = 4;

  private static final double SLOW_FILES = 100;

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) throws Exception {
    var place = OwnServer.existing(new SettingsReader(patient.config()).file("IMAGE_DIR"));
    var folder = patient.keep(ScratchFolder.create(place));
    try {
      return examine(patient, place, folder);
    } finally {
      patient.give(folder);
    }
  }

  private static Finding examine(Patient patient, Path place, ScratchFolder folder)
      throws Exception {
    var batches = BatchSettings.from(patient.config());
    var sync = FileSync.from(patient.config());
    var content = new byte[FILE_BYTES];
    new Random(1).nextBytes(content);
    int chunks = Math.min(batches.nodeChunks(), batches.concurrentChunks());
    double photos =
        DiskSpeed.in(folder.folder("photos"), content, true, 1).perSecond(chunks, SECONDS);
    // A group of a slow disk would take many seconds, and is no faster than a smaller one there.
    int most = (int) Math.max(1, photos / chunks);
    int group = sync == FileSync.BATCH ? Math.min(batches.groupSize(), most) : 1;
    double files =
        DiskSpeed.in(folder.folder("files"), content, sync != FileSync.OFF, group)
            .perSecond(chunks, SECONDS);
    long bytes = Math.min(STREAM_BYTES, place.toFile().getUsableSpace() / SHARE);
    double megabytes = megabytes(folder.folder("stream").resolve("bytes"), bytes);
    var measured =
        "%s files/s of 20 kB (FILE_SYNC=%s), %s each by itself, %s MB/s"
            .formatted(
                Words.number(files),
                sync.name().toLowerCase(Locale.ROOT),
                Words.number(photos),
                Words.number(megabytes));
    var finding =
        photos < SLOW_FILES
            ? Finding.warning(
                measured,
                "IMAGE_DIR: a disk that confirms within a millisecond, such as NVMe",
                "each picture waits for it once")
            : Finding.fine(measured);
    return finding
        .allowing(
            WorkKind.FILES,
            files,
            sync == FileSync.EACH ? "FILE_SYNC=batch" : "IMAGE_DIR: a faster disk",
            "files of a transaction are forced together")
        .allowing(
            WorkKind.PHOTOS,
            photos,
            "IMAGE_DIR: a faster disk",
            "as many more as it forces files faster");
  }

  private static double megabytes(Path file, long bytes) throws IOException {
    var block = ByteBuffer.allocateDirect(1 << 20);
    long began = System.nanoTime();
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long left = bytes; left > 0; left -= block.capacity()) {
        block.clear();
        channel.write(block);
      }
      channel.force(true);
    }
    return bytes / 1e6 / ((System.nanoTime() - began) / 1e9);
  }
}
