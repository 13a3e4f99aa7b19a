package io.sluice.view;

import java.util.List;

/**
 * Where the files of a batch come from.
 *
 * @param paths of directories and files, on the nodes' machines
 * @param followLinks whether symbolic links in directories are followed
 */
public record BatchSourceView(List<String> paths, boolean followLinks) {
  public BatchSourceView {
    paths = Lists.orNone(paths);
  }
}
