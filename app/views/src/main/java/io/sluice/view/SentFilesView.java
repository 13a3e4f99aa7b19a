package io.sluice.view;

import java.util.List;
import java.util.Objects;

/** Files that were sent in one request, and the batch that is made of them. */
public record SentFilesView(BatchView batch, List<SentFileView> files) {
  public SentFilesView {
    Objects.requireNonNull(batch, "no batch");
    files = Lists.orNone(files);
  }
}
