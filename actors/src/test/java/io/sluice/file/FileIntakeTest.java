package io.sluice.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.batch.ItemOutcome;
import io.sluice.batch.ItemOutcome.Failed;
import io.sluice.batch.ItemOutcome.Passed;
import io.sluice.batch.ItemWork;
import io.sluice.blob.BlobDirectory;
import io.sluice.ledger.Fence;
import io.sluice.ledger.batch.Item;
import io.sluice.persistence.FilesBelow;
import io.sluice.settings.FileMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is read only while it lies where it may be read. */
class FileIntakeTest {
  private static final Fence RUN = new Fence("chunk-1", 1);

  @TempDir private Path directory;
  private BlobDirectory blobs;
  private Path inside;
  private Path outside;
  private Path file;

  @BeforeEach
  void make() throws IOException {
    blobs = new BlobDirectory(directory.resolve("store"), FileMode.OWNER);
    blobs.checkWritable();
    inside = Files.createDirectory(directory.resolve("inside")).toRealPath();
    file = Files.createDirectory(inside.resolve("in")).resolve("a");
    Files.writeString(file, "alpha");
    outside = Files.createDirectory(directory.resolve("outside")).toRealPath();
    Files.writeString(outside.resolve("a"), "secret");
  }

  private void swap() {
    try {
      Files.move(inside.resolve("in"), directory.resolve("was in"));
      Files.createSymbolicLink(inside.resolve("in"), outside);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private ItemOutcome<FileContent> read(FileIntake intake) {
    var item = new Item(1, file.toUri().toString(), 0, 0, 0);
    return intake.read(new ItemWork(RUN, 1, "files-1", item, false, () -> true), file);
  }

  private int drafts() {
    return FilesBelow.of(directory.resolve("store/images/.drafts")).size();
  }

  @Test
  void one_that_was_swapped_for_a_link_to_the_outside_is_refused() throws IOException {
    var bounds = new ReadableRoots(true, List.of(inside), List.of());
    var intake = new FileIntake(blobs, FileSync.OFF, batch -> bounds);
    assertThat(read(intake)).isInstanceOf(Passed.class);
    blobs.clear(RUN);
    swap();
    assertThat(read(intake))
        .isEqualTo(new Failed<>("refused", "it lies outside of what may be read"));
    assertThat(drafts()).isZero();
  }

  @Test
  void without_bounds_a_link_leads_anywhere() {
    var anywhere = new ReadableRoots(false, List.of(), List.of());
    var intake = new FileIntake(blobs, FileSync.OFF, batch -> anywhere);
    swap();
    assertThat(read(intake)).isInstanceOf(Passed.class);
  }
}
