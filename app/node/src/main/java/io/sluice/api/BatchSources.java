package io.sluice.api;

import io.sluice.file.FileKind;
import io.sluice.file.FileSource;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import io.sluice.view.BatchSourceView;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where batches come from: what a request names goes in, the source in its kind's own form comes
 * out, and the other way round. Nothing may be named that this node may not read.
 */
record BatchSources(SourceRoots roots, UploadSources uploads) {

  /** In the form of its kind. */
  String stored(WantedBatch wanted) {
    if (!wanted.kind().equals(FileKind.NAME)) {
      throw Problem.of(
              422, "unknown-kind", "There is no kind of batch " + Shown.of(wanted.kind()) + ".")
          .in("kind")
          .remedy("There is: " + FileKind.NAME + ".")
          .thrown();
    }
    var files = wanted.source().paths().stream().map(this::located).toList();
    return new FileSource(files, Boolean.TRUE.equals(wanted.source().followLinks()), within(wanted))
        .json();
  }

  /** What was sent may read itself alone. */
  private List<URI> within(WantedBatch wanted) {
    var within =
        new ArrayList<>(
            uploads.roots(wanted.source()).stream().map(BatchSources::directory).toList());
    if (wanted.source().paths().stream().anyMatch(path -> uploads.locate(path).isEmpty())) {
      within.addAll(roots.uris());
    }
    return within;
  }

  /** With a slash at its end, also where it is not there yet. */
  private static URI directory(Path path) {
    var uri = path.toUri().toString();
    return URI.create(uri.endsWith("/") ? uri : uri + "/");
  }

  private URI located(String typed) {
    var upload = uploads.locate(typed);
    if (upload.isPresent()) {
      var path = upload.get().path();
      return path.equals(upload.get().directory()) ? directory(path) : path.toUri();
    }
    var path = absolute(typed);
    if (roots.of(path).isEmpty() || !Files.isReadable(path)) {
      throw Problem.of(
              422,
              "source-not-readable",
              "The node may not read it, or it is not there: " + Shown.of(typed))
          .in("source.paths")
          .remedy("Name what lies below SOURCE_ROOTS, or send it: PUT /api/uploads/NAME/PATH.")
          .thrown();
    }
    return path.toUri();
  }

  private static Path absolute(String typed) {
    try {
      var path = Path.of(typed);
      if (path.isAbsolute()) {
        return path.normalize();
      }
    } catch (InvalidPathException e) {
      // Told below.
    }
    throw unfit(Shown.of(typed) + " is no absolute path");
  }

  private static ProblemException unfit(String detail) {
    return Problem.of(422, "unfit-source", detail)
        .in("source.paths")
        .remedy("Name directories and files as in /home/ann/pictures.")
        .thrown();
  }

  /** Null of a kind that another version of this program knows. */
  static BatchSourceView view(BatchRow row) {
    return row.kind().equals(FileKind.NAME) ? view(row.source()) : null;
  }

  /** Whether a batch is of this kind and source; which roots the node has does not matter. */
  static boolean isOf(BatchRow row, String kind, String source) {
    return row.kind().equals(kind) && view(row.source()).equals(view(source));
  }

  private static BatchSourceView view(String stored) {
    var source = FileSource.read(stored);
    return new BatchSourceView(
        source.roots().stream().map(root -> Path.of(root).toString()).toList(),
        source.followLinks());
  }
}
