package io.sluice.view;

import java.util.List;
import java.util.Objects;

/**
 * An export that is sent to a node.
 *
 * @param source to add it by
 * @param files that have come
 */
public record UploadView(String source, List<UploadedFile> files) {
  public UploadView {
    Objects.requireNonNull(source, "no source");
    files = Lists.orNone(files);
  }

  /**
   * A file that has come.
   *
   * @param path within the export
   * @param size in bytes
   */
  public record UploadedFile(String path, long size) {}
}
