package io.sluice.sample;

import io.sluice.sample.PhotoOrder.Condition;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Spreads a channel's photos over its messages and orders them one by one: path, size, seed and
 * what is wrong with it. The last message still gets its photo, so the number always comes out.
 */
final class PhotoPlan {
  private static final DateTimeFormatter IN_FILE_NAME =
      DateTimeFormatter.ofPattern("dd-MM-yyyy_HH-mm-ss");
  private static final int LARGEST_ALBUM = 10;
  private static final double MEAN_ALBUM = 2;

  private final SampleOptions options;
  private final int channel;
  private final String folder;
  private final Random random;
  private int ordered;

  PhotoPlan(SampleOptions options, int channel, String folder, Random random) {
    this.options = options;
    this.channel = channel;
    this.folder = folder;
    this.random = random;
  }

  /**
   * How many photos come next, an album if more than one; 0 to 10.
   *
   * @param messagesLeft how many of the channel's messages are still to come
   */
  int next(int messagesLeft) {
    var left = options.photos() - ordered;
    if (left == 0) {
      return 0;
    }
    var share = (double) left / messagesLeft;
    if (random.nextDouble() >= share / (MEAN_ALBUM - share * (MEAN_ALBUM - 1))) {
      return 0;
    }
    return Math.min(left, albumSize());
  }

  private int albumSize() {
    if (random.nextInt(5) < 3) {
      return 1;
    }
    return random.nextInt(20) == 0 ? LARGEST_ALBUM : 2 + random.nextInt(4);
  }

  PhotoOrder order(LocalDateTime date) {
    ordered++;
    var longSide = options.photoWidth();
    var shortSide = longSide * (random.nextInt(3) == 0 ? 9 : 12) / 16;
    var portrait = random.nextInt(10) < 3;
    return new PhotoOrder(
        folder + "photos/photo_" + ordered + "@" + IN_FILE_NAME.format(date) + ".jpg",
        Seeds.of(options.seed(), channel, ordered),
        portrait ? shortSide : longSide,
        portrait ? longSide : shortSide,
        condition());
  }

  /** The odd ones lie at the fifths of the channel's photos. */
  private Condition condition() {
    if (!options.oddities()) {
      return Condition.SOUND;
    }
    return Stream.of(Condition.values())
        .filter(odd -> odd != Condition.SOUND)
        .filter(odd -> ordered == odd.ordinal() * (long) options.photos() / 5)
        .findFirst()
        .orElse(Condition.SOUND);
  }
}
