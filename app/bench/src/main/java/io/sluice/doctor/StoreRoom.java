package io.sluice.doctor;

import io.sluice.blob.DiskSpace;
import io.sluice.settings.SettingsReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Room on the disk of IMAGE_DIR: bytes, and files that may still be made. */
final class StoreRoom implements Check {
  static final About ABOUT =
      About.of("store room", "free space and inodes of IMAGE_DIR", 10, "IMAGE_DIR")
          .carrying(WorkKind.PHOTOS, WorkKind.FILES);

  private static final long FEW_INODES = 100_000;

  /** So many times what a node needs to count as ready is soon full. */
  private static final int AHEAD = 8;

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) throws Exception {
    var settings = new SettingsReader(patient.config());
    var place = OwnServer.existing(settings.file("IMAGE_DIR"));
    long least = settings.bytes("MIN_FREE_SPACE", 0, Long.MAX_VALUE);
    var space = DiskSpace.of(place);
    long free = space.free();
    var inodes = freeInodes(place);
    var measured =
        "%s of %s free%s"
            .formatted(
                Words.bytes(free),
                Words.bytes(space.total()),
                inodes.isPresent() ? ", %,d inodes".formatted(inodes.getAsLong()) : "");
    if (!Files.isWritable(place)) {
      return Finding.failed(
          "%s cannot be written; %s".formatted(place, measured),
          "IMAGE_DIR: a directory of the user of the node",
          "pictures and files can be stored");
    }
    if (space.total() == 0) {
      return Finding.failed(
          place + " is on a file system that stores no files",
          "IMAGE_DIR: a directory on a disk",
          "pictures and files can be stored");
    }
    if (free < least) {
      return Finding.failed(
          "%s: %s, less than MIN_FREE_SPACE".formatted(place, measured),
          "IMAGE_DIR: a larger disk, or space on this one",
          "nodes count as ready, and files are stored");
    }
    boolean few = inodes.isPresent() && inodes.getAsLong() < FEW_INODES;
    return free < AHEAD * least || few
        ? Finding.warning(
            measured,
            few ? "IMAGE_DIR: a file system with more inodes" : "IMAGE_DIR: a larger disk",
            "it is not full soon")
        : Finding.fine(measured);
  }

  /** As df tells it; empty where there is none, or the file system counts none. */
  private static OptionalLong freeInodes(Path place) throws IOException, InterruptedException {
    Process df;
    try {
      df = new ProcessBuilder("df", "-iP", place.toString()).redirectErrorStream(true).start();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
    try {
      if (!df.waitFor(5, TimeUnit.SECONDS) || df.exitValue() != 0) {
        return OptionalLong.empty();
      }
      var text = new String(df.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var words = text.lines().reduce((first, last) -> last).orElse("").trim().split("\\s+");
      return words.length > 4 && words[1].matches("[1-9]\\d*") && words[3].matches("\\d+")
          ? OptionalLong.of(Long.parseLong(words[3]))
          : OptionalLong.empty();
    } finally {
      df.destroy();
    }
  }
}
