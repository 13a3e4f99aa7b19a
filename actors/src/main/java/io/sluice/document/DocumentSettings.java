package io.sluice.document;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How documents are read.
 *
 * @param workers children that read at once
 * @param heapBytes of each
 * @param maxBytes longest document
 * @param withText whether the text of all pages is stored
 * @param passwords file with what is tried on encrypted ones; empty for none
 * @param fonts where children keep what they know of the machine's fonts
 */
public record DocumentSettings(
    int workers,
    long heapBytes,
    ExtractLimits limits,
    long maxBytes,
    boolean withText,
    Optional<Path> passwords,
    Path fonts) {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int DEPTH = 10;

  /** Of one document and all within it. */
  private static final int PICTURES = 500;

  /** What tells languages takes 65 MiB. */
  private static final long LEAST_HEAP = 160L << 20;

  public static DocumentSettings from(Config config) {
    var settings = new SettingsReader(config);
    int workers = settings.integer("EXTRACT_WORKERS", 0, 256);
    long most = settings.bytes("MAX_DOCUMENT_BYTES", 1, 1 << 30);
    return new DocumentSettings(
        workers == 0 ? Runtime.getRuntime().availableProcessors() : workers,
        settings.bytes("EXTRACT_HEAP", LEAST_HEAP, 64L << 30),
        new ExtractLimits(
            settings.duration("EXTRACT_TIMEOUT", SECOND, HOUR),
            settings.number("MAX_DOCUMENT_CHARACTERS", 1_000, 100_000_000),
            settings.integer("MAX_DOCUMENT_PARTS", 0, 1_000_000),
            DEPTH,
            most,
            OcrSettings.isOn(config) ? PICTURES : 0),
        most,
        settings.flag("STORE_FULL_CONTENT"),
        passwords(settings),
        settings.file("DATA_DIR"));
  }

  private static Optional<Path> passwords(SettingsReader settings) {
    var file =
        settings.optional(DocumentPasswords.KEY).map(given -> settings.file(DocumentPasswords.KEY));
    // What is wrong with it is told before anything starts.
    new DocumentPasswords(file);
    return file;
  }
}
