package io.sluice.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.List;

/**
 * Where the files of a batch are: {@code file:} addresses of directories and files.
 *
 * @param followLinks whether symbolic links in directories are followed
 * @param within addresses of the directories below which all must lie; empty for anywhere
 */
public record FileSource(List<URI> roots, boolean followLinks, List<URI> within) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public FileSource {
    roots = List.copyOf(roots);
    within = within == null ? List.of() : List.copyOf(within);
    for (var root : roots) {
      if (!"file".equals(root.getScheme())) {
        throw new IllegalArgumentException("not the address of a file: " + root);
      }
    }
  }

  /** Of somebody who may read all that this process may. */
  public FileSource(List<URI> roots, boolean followLinks) {
    this(roots, followLinks, List.of());
  }

  public static FileSource read(String json) {
    try {
      return JSON.readValue(json, FileSource.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a source of files: " + e.getOriginalMessage(), e);
    }
  }

  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("addresses have a JSON form", e);
    }
  }
}
