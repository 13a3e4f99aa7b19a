package io.sluice.view;

import java.util.List;
import java.util.Objects;

/**
 * What an upload lacks of the files that its sender has.
 *
 * @param source to name it by
 * @param missing places in the list that was sent, from 0
 */
public record MissingFilesView(String source, List<Integer> missing) {
  public MissingFilesView {
    Objects.requireNonNull(source, "no source");
    missing = Lists.orNone(missing);
  }
}
