package io.sluice.api;

import io.sluice.document.DocumentKind;
import io.sluice.file.FileKind;
import io.sluice.file.FileSource;
import io.sluice.file.S3Address;
import io.sluice.file.WebAddress;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.view.BatchSourceView;
import io.sluice.website.WebsiteKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where batches come from: what a request names goes in, the source in its kind's own form comes
 * out, and the other way round. Nothing may be named that this node may not read.
 */
record BatchSources(SourceRoots roots, UploadSources uploads) {
  /** All of them read the same sources. */
  private static final List<String> KINDS =
      List.of(FileKind.NAME, DocumentKind.NAME, WebsiteKind.NAME);

  private static final String LISTS = "source.lists";

  /** In the form of its kind. */
  String stored(WantedBatch wanted) {
    if (!KINDS.contains(wanted.kind())) {
      throw Problem.of(
              422, "unknown-kind", "There is no kind of batch " + Shown.of(wanted.kind()) + ".")
          .in("kind")
          .remedy("There are: " + String.join(", ", KINDS) + ".")
          .thrown();
    }
    var source = wanted.source();
    var paths = located(source.paths(), "source.paths");
    return new FileSource(
            paths.stream().filter(path -> !isInS3(path)).toList(),
            Boolean.TRUE.equals(source.followLinks()),
            within(wanted),
            Stream.concat(
                    paths.stream().filter(path -> isInS3(path) && isDirectory(path)),
                    source.addresses().stream().map(this::address))
                .toList(),
            source.lists().stream().map(this::list).toList(),
            paths.stream().filter(path -> isInS3(path) && !isDirectory(path)).toList(),
            wanted.websites())
        .json();
  }

  private static boolean isInS3(URI address) {
    return S3Address.isMeant(address.toString());
  }

  private static boolean isDirectory(URI address) {
    return address.toString().endsWith("/");
  }

  /** What was sent may read itself alone, but for a list: it names what the node may read. */
  private List<URI> within(WantedBatch wanted) {
    var within = new ArrayList<>(uploads.roots(wanted.source()));
    if (!wanted.source().lists().isEmpty()
        || wanted.source().paths().stream().anyMatch(path -> uploads.locate(path).isEmpty())) {
      within.addAll(roots.uris());
    }
    if (!within.isEmpty()) {
      within.addAll(roots.urisInS3());
    }
    return within;
  }

  private URI address(String typed) {
    try {
      if (S3Address.isMeant(typed)) {
        return inS3(S3Address.of(typed), "source.addresses");
      }
      return WebAddress.of(typed);
    } catch (URISyntaxException e) {
      throw Problem.of(422, "unfit-source", Shown.of(typed) + " is no address: " + e.getReason())
          .in("source.addresses")
          .remedy("Name files as in https://example.org/a.pdf, objects as in s3://bucket/a/b.")
          .thrown();
    }
  }

  /** An object of S3, or a file of the node's machine. */
  private URI list(String typed) {
    if (!S3Address.isMeant(typed) || uploads.locate(typed).isPresent()) {
      return located(typed, LISTS);
    }
    try {
      return inS3(S3Address.of(typed), LISTS);
    } catch (URISyntaxException e) {
      throw Problem.of(422, "unfit-source", Shown.of(typed) + " is no address: " + e.getReason())
          .in(LISTS)
          .remedy("Name objects as in s3://bucket/a/b.")
          .thrown();
    }
  }

  private URI inS3(S3Address address, String field) {
    if (!roots.have(address)) {
      throw Problem.of(
              422, "source-not-readable", "The node may not read it: " + Shown.of("" + address))
          .in(field)
          .remedy(
              "Name what lies below SOURCE_ROOTS, or add s3://%s/ there."
                  .formatted(address.bucket()))
          .thrown();
    }
    return address.uri();
  }

  private List<URI> located(List<String> typed, String field) {
    return typed.stream().map(path -> located(path, field)).toList();
  }

  private URI located(String typed, String field) {
    var upload = uploads.locate(typed);
    if (upload.isPresent()) {
      return uploads.address(upload.get());
    }
    var path = absolute(typed, field);
    if (roots.of(path).isEmpty() || !Files.isReadable(path)) {
      throw Problem.of(
              422,
              "source-not-readable",
              "The node may not read it, or it is not there: " + Shown.of(typed))
          .in(field)
          .remedy("Name what lies below SOURCE_ROOTS, or send it: PUT /api/uploads/NAME/PATH.")
          .thrown();
    }
    return path.toUri();
  }

  private static Path absolute(String typed, String field) {
    try {
      var path = Path.of(typed);
      if (path.isAbsolute()) {
        return path.normalize();
      }
    } catch (InvalidPathException e) {
      // Told below.
    }
    throw Problem.of(422, "unfit-source", Shown.of(typed) + " is no absolute path")
        .in(field)
        .remedy("Name directories and files as in /home/ann/pictures.")
        .thrown();
  }

  /** Null of a kind that another version of this program knows. */
  static BatchSourceView view(BatchRow row) {
    return KINDS.contains(row.kind()) ? view(row.source()) : null;
  }

  /** Whether a batch is of this kind and source; which roots the node has does not matter. */
  static boolean isOf(BatchRow row, String kind, String source) {
    return row.kind().equals(kind) && view(row.source()).equals(view(source));
  }

  private static BatchSourceView view(String stored) {
    var source = FileSource.read(stored);
    return new BatchSourceView(
        paths(source.roots()),
        source.followLinks(),
        Stream.concat(source.addresses().stream(), source.objects().stream())
            .map(URI::toString)
            .toList(),
        paths(source.lists()),
        Json.fields(source.terms()));
  }

  private static List<String> paths(List<URI> addresses) {
    return addresses.stream()
        .map(address -> isInS3(address) ? address.toString() : Path.of(address).toString())
        .toList();
  }
}
