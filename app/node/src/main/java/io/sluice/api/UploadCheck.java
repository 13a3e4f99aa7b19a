package io.sluice.api;

import io.sluice.blob.BlobStore;
import io.sluice.server.ProblemException;
import io.sluice.settings.FileMode;
import io.sluice.view.MissingFilesView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which files an upload lacks: files as their sender sees them go in, the places of those that are
 * to be sent come out. What an earlier upload of the same source has, with the same size and time,
 * is taken over by a link, so that a sender who begins again sends only what is missing.
 */
final class UploadCheck {
  /** Of earlier uploads that are looked into. */
  private static final int MOST_EARLIER = 16;

  private final BlobStore images;
  private final FileMode mode;
  private final Room room;

  UploadCheck(BlobStore images, FileMode mode, Room room) {
    this.images = images;
    this.mode = mode;
    this.room = room;
  }

  /**
   * @param source by which the upload is named
   * @throws ProblemException if there is no room for what is missing, so that nobody sends it
   */
  MissingFilesView missing(String source, Path upload, SeenFiles seen) {
    images.checkPlace();
    try {
      mode.makeDirectories(upload);
      var earlier = seen.files().isEmpty() ? List.<Path>of() : earlier(upload);
      var missing = new ArrayList<Integer>();
      long bytes = 0;
      for (int i = 0; i < seen.files().size(); i++) {
        var file = seen.files().get(i);
        if (!isThere(UploadPath.of(upload, file.path()), file)
            && !isTakenOver(upload, earlier, file)) {
          missing.add(i);
          // No disk is so large.
          bytes = Math.min(Long.MAX_VALUE / 2, bytes) + Math.min(Long.MAX_VALUE / 2, file.size());
        }
      }
      room.check(bytes);
      return new MissingFilesView(source, missing);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those whose names are the same up to their last hyphen. */
  private static List<Path> earlier(Path upload) throws IOException {
    var name = upload.getFileName().toString();
    int hyphen = name.lastIndexOf('-');
    var found = new ArrayList<Path>();
    if (hyphen > 0) {
      var begin = name.substring(0, hyphen + 1);
      try (DirectoryStream<Path> all = Files.newDirectoryStream(upload.getParent())) {
        for (var other : all) {
          var text = other.getFileName().toString();
          if (text.lastIndexOf('-') == hyphen && text.startsWith(begin) && !text.equals(name)) {
            found.add(other);
          }
        }
      }
    }
    // The last ones first: they have taken over what those before them had.
    found.sort(Comparator.comparingLong((Path other) -> other.toFile().lastModified()).reversed());
    return found.size() > MOST_EARLIER ? found.subList(0, MOST_EARLIER) : found;
  }

  private static boolean isThere(Path file, SeenFiles.Seen seen) {
    try {
      var attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isRegularFile()
          && attributes.size() == seen.size()
          && attributes.lastModifiedTime().toMillis() == seen.modified();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isTakenOver(Path upload, List<Path> earlier, SeenFiles.Seen seen) {
    for (var other : earlier) {
      var there = UploadPath.of(other, seen.path());
      if (isThere(there, seen) && isLinked(there, UploadPath.of(upload, seen.path()))) {
        return true;
      }
    }
    return false;
  }

  /** One that cannot be linked is sent. */
  private boolean isLinked(Path there, Path here) {
    try {
      mode.makeDirectories(here.getParent());
      try {
        Files.createLink(here, there);
      } catch (FileAlreadyExistsException e) {
        // Another state of it, from this upload's own sender.
        return false;
      }
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
