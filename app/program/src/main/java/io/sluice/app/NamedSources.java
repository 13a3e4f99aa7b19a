package io.sluice.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.client.Submission;
import io.sluice.file.FileSource;
import io.sluice.file.S3Address;
import io.sluice.file.WebAddress;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a user named to be submitted: words go in, and what is meant by each comes out.
 *
 * @param paths of directories and files, absolute
 * @param addresses of files of the web, and of what objects of S3 begin with
 * @param lists of all these, absolute
 * @param objects of S3 that are lists
 * @param input one more list, of standard input; null if there is none
 */
record NamedSources(
    List<Path> paths, List<URI> addresses, List<Path> lists, List<URI> objects, Input input) {
  private static final String STANDARD_INPUT = "-";

  /** More are no command any more but a list. */
  private static final int MOST_ADDRESSES = 1000;

  /** What came on standard input, which nobody else can read. */
  @FunctionalInterface
  interface Input {
    /** Keeps it as a file. */
    Path in(InputLists inputs) throws IOException;
  }

  /** One list of websites, and nothing else. */
  static NamedSources ofList(Path list) {
    return new NamedSources(List.of(), List.of(), List.of(list), List.of(), null);
  }

  /** One list of websites that is an object of S3. */
  static NamedSources ofList(URI object) {
    return new NamedSources(List.of(), List.of(), List.of(), List.of(object), null);
  }

  /** One list of websites that came on standard input. */
  static NamedSources ofList(Input input) {
    return new NamedSources(List.of(), List.of(), List.of(), List.of(), input);
  }

  /**
   * @throws IllegalArgumentException with what is wrong, if it is nothing that could be submitted
   */
  static NamedSources of(List<String> words, List<String> lists) {
    var paths = new ArrayList<Path>();
    var addresses = new ArrayList<URI>();
    boolean input = false;
    for (var word : words) {
      if (word.equals(STANDARD_INPUT)) {
        input = true;
      } else if (WebAddress.isMeant(word) || S3Address.isMeant(word)) {
        addresses.add(address(word));
      } else {
        paths.add(path(word));
      }
    }
    if (addresses.size() > MOST_ADDRESSES) {
      throw new IllegalArgumentException(
          "more than %d addresses: put them into a list, one a line, and name it by --list"
              .formatted(MOST_ADDRESSES));
    }
    if (words.isEmpty() && lists.isEmpty()) {
      throw new IllegalArgumentException("name a SOURCE, or a list of them by --list");
    }
    return new NamedSources(
        paths,
        addresses,
        lists.stream().map(NamedSources::path).toList(),
        List.of(),
        input ? inputs -> inputs.keep(System.in, Path.of("").toAbsolutePath()) : null);
  }

  private static URI address(String word) {
    try {
      return S3Address.isMeant(word) ? S3Address.of(word).uri() : WebAddress.of(word);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(word + " is no address: " + e.getReason());
    }
  }

  private static Path path(String word) {
    if (word.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*://.*")) {
      throw new IllegalArgumentException(
          word + " is no source: an address begins with http://, https:// or s3://");
    }
    try {
      return Path.of(word).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(word + " is no path: " + e.getReason());
    }
  }

  /** For this process, which may read all that its user may. */
  FileSource here(boolean followLinks, JsonNode terms, InputLists inputs) throws IOException {
    var all = new ArrayList<>(uris(withInputIn(inputs).lists()));
    all.addAll(objects);
    return new FileSource(uris(paths), followLinks, List.of(), addresses, all, List.of(), terms);
  }

  private static List<URI> uris(List<Path> paths) {
    return paths.stream().map(Path::toUri).toList();
  }

  /**
   * For nodes, which read what lies where they are.
   *
   * @param kind of the batch
   * @param name of it, if it has one
   * @param terms what its kind has to know besides; null for nothing
   */
  Submission forNodes(String kind, Optional<String> name, boolean followLinks, JsonNode terms) {
    return new Submission(
        kind,
        name.orElse(null),
        texts(paths),
        followLinks,
        texts(addresses),
        Stream.concat(texts(lists).stream(), texts(objects).stream()).toList(),
        terms,
        UUID.randomUUID().toString());
  }

  /** The same with standard input as a file, which nobody else can read. */
  NamedSources withInputIn(InputLists inputs) throws IOException {
    var all = new ArrayList<>(lists);
    if (input != null) {
      all.add(input.in(inputs));
    }
    return new NamedSources(paths, addresses, all, objects, null);
  }

  private static List<String> texts(List<?> all) {
    return all.stream().map(Object::toString).toList();
  }
}
