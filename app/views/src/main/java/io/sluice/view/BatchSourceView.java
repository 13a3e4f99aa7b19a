package io.sluice.view;

import java.util.List;
import java.util.Map;

/**
 * Where the files of a batch come from.
 *
 * @param paths of directories and files, on the nodes' machines
 * @param followLinks whether symbolic links in directories are followed
 * @param addresses of files of the web
 * @param lists files on the nodes' machines with one of all these a line
 * @param websites how a list of these is read, and what is written to them; null for nothing
 */
public record BatchSourceView(
    List<String> paths,
    boolean followLinks,
    List<String> addresses,
    List<String> lists,
    Map<String, Object> websites) {
  public BatchSourceView {
    paths = Lists.orNone(paths);
    addresses = Lists.orNone(addresses);
    lists = Lists.orNone(lists);
  }
}
