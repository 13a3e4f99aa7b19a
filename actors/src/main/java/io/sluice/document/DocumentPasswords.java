package io.sluice.document;

import io.sluice.settings.InvalidSettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passwords that are tried on encrypted documents, from a file of this node that has one a line; it
 * is read again when it has changed. They are told to children, and to nobody else. Thread-safe.
 */
final class DocumentPasswords {
  static final String KEY = "DOCUMENT_PASSWORDS_FILE";
  private static final Logger LOG = LoggerFactory.getLogger(DocumentPasswords.class);
  private static final int MOST = 1_000;
  private static final int LONGEST = 200;

  private final Path file;
  private FileTime changed;
  private List<String> passwords = List.of();

  /**
   * @param file empty for none
   * @throws InvalidSettingException if it cannot be read or has too much
   */
  DocumentPasswords(Optional<Path> file) {
    this.file = file.orElse(null);
    if (this.file != null) {
      try {
        read();
      } catch (IOException e) {
        throw new InvalidSettingException(
            KEY,
            "must be a file that can be read (%s), was %s"
                .formatted(
                    e instanceof NoSuchFileException ? "nothing is there" : e.toString(),
                    this.file));
      }
    }
  }

  /** In the order in which they are tried. */
  synchronized List<String> current() {
    if (file != null) {
      try {
        read();
      } catch (IOException | InvalidSettingException e) {
        LOG.warn("{} is not read again, what was in it stays: {}", KEY, e.getMessage());
      }
    }
    return passwords;
  }

  private void read() throws IOException {
    var last = Files.getLastModifiedTime(file);
    if (last.equals(changed)) {
      return;
    }
    changed = last;
    if (Files.size(file) > 4L * MOST * LONGEST) {
      throw tooMuch();
    }
    // Wrong bytes are replaced; what a decoder complained of would be a piece of a password.
    var all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines();
    var lines = all.filter(line -> !line.isEmpty()).distinct().toList();
    if (lines.size() > MOST || lines.stream().anyMatch(line -> line.length() > LONGEST)) {
      throw tooMuch();
    }
    passwords = lines;
  }

  private InvalidSettingException tooMuch() {
    return new InvalidSettingException(
        KEY, "must be a file of at most %d lines of %d characters".formatted(MOST, LONGEST));
  }
}
