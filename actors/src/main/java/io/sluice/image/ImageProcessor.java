package io.sluice.image;

import io.sluice.image.ImageEngine.Target;
import io.sluice.image.ImageResult.Encoded;
import io.sluice.image.ImageResult.Kept;
import io.sluice.image.ImageResult.Rejected;
import java.util.List;

/**
 * Makes a stored picture of a photo: its bytes go in, a JPEG or the reason why there is none comes
 * out. It blocks while it works and while others hold the memory; many threads may use it.
 */
public final class ImageProcessor {
  private static final int MOST_REDUCTION = 16;
  private static final int MEBIBYTE = 1 << 20;

  private final ImageSettings settings;
  private final List<ImageEngine> engines;
  private final PixelBudget budget;
  private final Inspection inspection;

  /**
   * A processor of these engines.
   *
   * @param engines a picture goes to the first that renders its kind; one that fails to decode it
   *     leaves it to the next, and the last one's reason counts
   */
  public ImageProcessor(ImageSettings settings, List<ImageEngine> engines, PixelBudget budget) {
    this.settings = settings;
    this.engines = List.copyOf(engines);
    this.budget = budget;
    this.inspection = new Inspection(settings.maxPixels());
  }

  /** What becomes of these bytes; they are not changed, and nothing that they hold is thrown. */
  public ImageResult process(byte[] bytes) {
    if (bytes.length == 0) {
      return new Rejected(Flaw.NOT_AN_IMAGE, "the file is empty");
    }
    if (bytes.length > settings.maxBytes()) {
      return new Rejected(
          Flaw.TOO_LARGE,
          bytes.length + " bytes, more than MAX_IMAGE_BYTES " + settings.maxBytes());
    }
    try {
      return processByContent(bytes);
    } catch (UndecodableException e) {
      return new Rejected(e.flaw(), e.getMessage());
    } catch (RuntimeException | StackOverflowError | LinkageError | InternalError e) {
      return new Rejected(Flaw.CORRUPT, UndecodableException.describe(e));
    }
  }

  private ImageResult processByContent(byte[] bytes) throws UndecodableException {
    var known = PictureFormat.of(bytes);
    if (known.isPresent()) {
      return encode(inspection.inspect(known.get(), bytes));
    }
    if (TiffHeader.isBig(bytes)) {
      return new Kept("tif");
    }
    var type = ContentType.of(bytes);
    var format = type.format();
    if (format.isPresent()) {
      return encode(inspection.inspect(format.get(), bytes));
    }
    return type.isImage()
        ? new Kept(type.extension())
        : new Rejected(Flaw.NOT_AN_IMAGE, "its content is " + type);
  }

  private Encoded encode(Picture picture) throws UndecodableException {
    UndecodableException failure = null;
    for (var engine : engines) {
      if (engine.renders(picture)) {
        try {
          return encode(engine, picture);
        } catch (UndecodableException e) {
          failure = e;
        } catch (RuntimeException | StackOverflowError | LinkageError | InternalError e) {
          failure = new UndecodableException(Flaw.CORRUPT, UndecodableException.describe(e));
        }
      }
    }
    throw failure != null
        ? failure
        : new UndecodableException(Flaw.UNSUPPORTED, "no engine takes pictures of its kind");
  }

  private Encoded encode(ImageEngine engine, Picture picture) throws UndecodableException {
    var target = target(engine, picture);
    var bytes = engine.bytesNeeded(picture, target);
    budget.acquire(bytes);
    try {
      return engine.encode(picture, target);
    } finally {
      budget.release(bytes);
    }
  }

  /** As little reduced as the whole budget allows. */
  private Target target(ImageEngine engine, Picture picture) throws UndecodableException {
    for (var reduction = 1; reduction <= MOST_REDUCTION; reduction++) {
      var target = new Target(settings.maxWidth(), settings.quality(), reduction);
      if (engine.bytesNeeded(picture, target) <= budget.totalBytes()) {
        return target;
      }
    }
    var whole = new Target(settings.maxWidth(), settings.quality(), 1);
    throw new UndecodableException(
        Flaw.TOO_LARGE,
        "%s need %d MiB of memory, and pictures have %d MiB: raise -Xmx"
            .formatted(
                picture.size(),
                engine.bytesNeeded(picture, whole) / MEBIBYTE,
                budget.totalBytes() / MEBIBYTE));
  }
}
