package io.sluice.view;

import java.util.List;

/**
 * Where the files of a batch come from.
 *
 * @param paths of directories and files, on the nodes' machines
 * @param followLinks whether symbolic links in directories are followed
 * @param addresses of files of the web
 * @param lists files on the nodes' machines with one of all these a line
 */
public record BatchSourceView(
    List<String> paths, boolean followLinks, List<String> addresses, List<String> lists) {
  public BatchSourceView {
    paths = Lists.orNone(paths);
    addresses = Lists.orNone(addresses);
    lists = Lists.orNone(lists);
  }
}
