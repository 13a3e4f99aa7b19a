package io.sluice.export;

import io.sluice.failure.Unrecoverable;
import java.io.IOException;
import java.nio.file.Path;

/** An export is not, or is no longer, below the directory from which it may be read. */
public final class OutOfBoundsException extends IOException implements Unrecoverable {
  OutOfBoundsException(Path path, Path root) {
    super(
        "%s is not there, or leads out of %s: put the export itself there, not a link to it"
            .formatted(path, root));
  }
}
