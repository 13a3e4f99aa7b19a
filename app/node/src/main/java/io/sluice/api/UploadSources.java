package io.sluice.api;

import io.sluice.ledger.batch.BatchList;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Uploads as the source of a batch: {@code upload:NAME}, or {@code upload:NAME/PATH} for a file in
 * it, goes in, its place comes out. A batch is made of what nobody else's batch is made of.
 */
record UploadSources(UploadPlace place, BatchList batches) {

  /** The upload that a source is, or the file in one, whether or not it is there. */
  Optional<UploadTarget> locate(String source) {
    int slash = source.indexOf('/');
    return Uploads.named(slash < 0 ? source : source.substring(0, slash))
        .map(
            name ->
                new UploadTarget(
                    name, slash < 0 ? "" : UploadPath.fit(source.substring(slash + 1))));
  }

  /** Where it lies. */
  URI address(UploadTarget target) {
    return place.address(target);
  }

  /**
   * Makes sure that a batch can begin on its uploads, and that these outlive a power cut.
   *
   * @throws ProblemException if one is not there, if another batch is made of it, or if they do not
   *     hold as many files as their sender says
   */
  void check(WantedBatch.Origin source) {
    var located = named(source).flatMap(path -> locate(path).stream()).toList();
    for (var target : located) {
      if (!place.isThere(target)) {
        throw Problem.of(
                422, "source-not-readable", "Nothing was sent here as this, or it is gone again")
            .in("source.paths")
            .remedy("Send it: PUT /api/uploads/NAME?path=PATH.")
            .thrown();
      }
      checkFree(target.upload());
    }
    long there =
        located.stream().map(UploadTarget::upload).distinct().mapToLong(place::settled).sum();
    if (source.files() != null && source.files() != there) {
      throw Problem.of(
              409,
              "upload-differs",
              "The upload has %d files, and %d were sent".formatted(there, source.files()))
          .in("source.files")
          .remedy("Ask what it lacks (POST /api/uploads/NAME), or send it under a new name.")
          .thrown();
    }
  }

  private void checkFree(String upload) {
    batches.ofUpload(upload).stream()
        .findFirst()
        .ifPresent(
            other -> {
              throw Problem.of(
                      409, "upload-taken", "A batch is made of it already: " + other.name())
                  .in("source.paths")
                  .remedy("Send it under a new name.")
                  .thrown();
            });
  }

  /** By which the source of a batch tells that it is made of an upload. */
  static String part(String upload) {
    return "/uploads/" + upload + "/";
  }

  /** What may be read for a source of its uploads. */
  List<URI> roots(WantedBatch.Origin source) {
    return named(source)
        .flatMap(path -> locate(path).stream())
        .map(target -> place.address(new UploadTarget(target.upload(), "")))
        .toList();
  }

  private static Stream<String> named(WantedBatch.Origin source) {
    return Stream.concat(source.paths().stream(), source.lists().stream());
  }
}
