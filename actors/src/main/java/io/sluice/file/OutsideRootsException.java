package io.sluice.file;

import java.io.IOException;
import java.nio.file.Path;

/** A file is where nothing may be read for who asks. */
final class OutsideRootsException extends IOException {
  private static final long serialVersionUID = 1L;

  OutsideRootsException(Path path) {
    super(path + " lies outside of what may be read");
  }
}
