package io.sluice.image;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The values of IMAGE_ENGINE: which engines pictures are offered to. */
public enum EngineChoice {
  /** OpenCV where it can be loaded, and Scrimage for what OpenCV does not render right. */
  AUTO,
  /** The same, and an error where OpenCV cannot be loaded. */
  OPENCV,
  /** Scrimage alone. */
  SCRIMAGE;

  private static final Logger LOG = LoggerFactory.getLogger(EngineChoice.class);

  public static EngineChoice from(Config config) {
    var words = Arrays.stream(values()).map(choice -> choice.name().toLowerCase(Locale.ROOT));
    var word = new SettingsReader(config).word("IMAGE_ENGINE", words.toArray(String[]::new));
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether {@link #engines} gives any here. */
  public boolean isAvailable() {
    return this != OPENCV || OpenCv.missing().isEmpty();
  }

  /**
   * The engines in the order in which they are asked.
   *
   * @throws IllegalStateException if OpenCV was demanded and cannot be loaded
   */
  public List<ImageEngine> engines() {
    return this == SCRIMAGE ? scrimage("IMAGE_ENGINE is scrimage") : engines(OpenCv.missing());
  }

  /** The same, made in a thread of its own: loading OpenCV takes a core for most of a second. */
  public CompletableFuture<List<ImageEngine>> load() {
    return CompletableFuture.supplyAsync(
        this::engines,
        work -> {
          var thread = new Thread(work, "engines");
          thread.setDaemon(true);
          thread.start();
        });
  }

  private List<ImageEngine> engines(Optional<String> missing) {
    if (missing.isEmpty()) {
      LOG.info("Pictures: OpenCV; Scrimage for kinds that OpenCV does not render right");
      return List.of(new OpenCvEngine(), new ScrimageEngine());
    }
    if (this == OPENCV) {
      throw new IllegalStateException(
          "IMAGE_ENGINE is opencv, but OpenCV cannot be loaded here: " + missing.get());
    }
    return scrimage("OpenCV cannot be loaded here: " + missing.get());
  }

  private static List<ImageEngine> scrimage(String reason) {
    LOG.info("Pictures: Scrimage alone, since {}", reason);
    return List.of(new ScrimageEngine());
  }
}
