package io.sluice.telegram;

import io.sluice.export.Enclosure;
import io.sluice.persistence.StorableText;
import io.sluice.photo.PhotoReference.Absent;
import io.sluice.photo.PhotoReference.InFile;
import io.sluice.photo.PhotoReference.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Where an export's photos are: what a message says of its photo goes in, a file that is there and
 * lies within the export comes out, or why there is none.
 */
final class ExportPhotos {
  private static final Pattern ELSEWHERE =
      Pattern.compile("/.*|[A-Za-z]:.*|.*[\\\\\\x00].*", Pattern.DOTALL);

  private static final int TOLD = 300;

  private final Enclosure enclosure;
  private final Path root;

  /**
   * @param enclosure what they are read from
   * @param root the directory in it that their paths start from; without links
   */
  ExportPhotos(Enclosure enclosure, Path root) {
    this.enclosure = enclosure;
    this.root = root;
  }

  Location locate(String said) {
    if (said.startsWith("(")) {
      return absent(said.substring(1, said.length() - (said.endsWith(")") ? 1 : 0)));
    }
    if (ELSEWHERE.matcher(said).matches() || Arrays.asList(said.split("/")).contains("..")) {
      return absent("path leaves the export: " + said);
    }
    try {
      var path = root.resolve(said).toRealPath();
      if (!path.startsWith(root)) {
        return absent("path leaves the export: " + said);
      }
      return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
          ? new InFile(enclosure, path)
          : absent("not a file: " + said);
    } catch (NoSuchFileException e) {
      return absent("file not found: " + said);
    } catch (IOException | InvalidPathException e) {
      return absent("file cannot be read: " + said);
    }
  }

  private static Absent absent(String reason) {
    return new Absent(StorableText.of(reason.length() > TOLD ? reason.substring(0, TOLD) : reason));
  }
}
