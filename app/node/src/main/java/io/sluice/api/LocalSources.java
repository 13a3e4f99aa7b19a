package io.sluice.api;

import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Sources that are files: what a request names goes in, a path that this node may read comes out. A
 * path that it may not read, or under which it sees something else than the sender, must be sent.
 */
record LocalSources(SourceRoots roots, Uploads uploads) {
  private static final String RESULT = "result.json";

  /**
   * @param root below which all must lie that is read
   */
  record Located(Path path, Path root) {}

  Located locate(NewChannel wanted) {
    var upload = Uploads.named(wanted.source());
    if (upload.isPresent()) {
      var directory = uploads.directory(upload.get());
      return new Located(directory, directory);
    }
    var path = absolute(wanted.source());
    var file = Files.isDirectory(path) ? path.resolve(RESULT) : path;
    // Where a link is in place of the file, it is what must not lead outside.
    var root = roots.of(Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? file : path);
    if (root.isEmpty() || !Files.isReadable(path)) {
      throw notReadable(path);
    }
    if (wanted.file() != null && !isSame(file, wanted.file())) {
      throw notReadable("The node sees something else there: " + path);
    }
    return new Located(path, root.get());
  }

  private static Path absolute(String source) {
    try {
      var path = Path.of(source);
      if (path.isAbsolute()) {
        return path.normalize();
      }
    } catch (InvalidPathException e) {
      // Told below.
    }
    throw Problem.of(422, "unfit-source", Shown.of(source) + " is no channel and no absolute path")
        .in("source")
        .remedy("Name a channel as @name, or an export by its absolute path.")
        .thrown();
  }

  private static boolean isSame(Path file, NewChannel.SeenFile seen) {
    try {
      return Files.size(file) == seen.size()
          && Files.getLastModifiedTime(file).toMillis() == seen.modified();
    } catch (IOException e) {
      return false;
    }
  }

  static ProblemException notReadable(Path path) {
    return notReadable("The node may not read it, or it is not there: " + path);
  }

  private static ProblemException notReadable(String detail) {
    return Problem.of(422, "source-not-readable", detail)
        .in("source")
        .remedy("Name a directory below SOURCE_ROOTS, or send it: PUT /api/uploads/ID/PATH.")
        .thrown();
  }
}
