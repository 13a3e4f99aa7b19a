package io.sluice.file;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the files of a batch are.
 *
 * @param roots {@code file:} addresses of directories and files
 * @param followLinks whether symbolic links in directories are followed
 * @param within addresses of the directories below which all of this machine must lie, and of what
 *     all of S3 must begin with; empty for anywhere
 * @param addresses of files of the web, as {@link WebAddress} gives them, and of what objects of S3
 *     begin with, as {@link S3Address} does
 * @param lists {@code file:} addresses of texts with one of all these a line, or those of objects
 * @param objects addresses of single objects of S3
 * @param terms what the kind of the batch has to know besides, in its own form; null for nothing
 */
public record FileSource(
    List<URI> roots,
    boolean followLinks,
    List<URI> within,
    List<URI> addresses,
    List<URI> lists,
    List<URI> objects,
    @JsonInclude(JsonInclude.Include.NON_NULL) JsonNode terms) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public FileSource {
    roots = List.copyOf(roots);
    within = within == null ? List.of() : List.copyOf(within);
    addresses = addresses == null ? List.of() : List.copyOf(addresses);
    lists = lists == null ? List.of() : List.copyOf(lists);
    objects = objects == null ? List.of() : List.copyOf(objects);
    Stream.concat(
            roots.stream(), lists.stream().filter(list -> !S3Address.isMeant(list.toString())))
        .filter(root -> !"file".equals(root.getScheme()))
        .forEach(
            root -> {
              throw new IllegalArgumentException("not the address of a file: " + root);
            });
    addresses.stream()
        .map(URI::toString)
        .filter(address -> !WebAddress.isMeant(address) && !S3Address.isMeant(address))
        .forEach(
            address -> {
              throw new IllegalArgumentException("not an address of the web: " + address);
            });
  }

  /** Of somebody who may read all that this process may. */
  public FileSource(List<URI> roots, boolean followLinks) {
    this(roots, followLinks, List.of(), List.of(), List.of(), List.of(), null);
  }

  /** The same with what its kind has to know; null for nothing. */
  public FileSource with(JsonNode terms) {
    return new FileSource(roots, followLinks, within, addresses, lists, objects, terms);
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
