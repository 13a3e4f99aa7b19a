package io.sluice.standin;

import io.sluice.standin.StandInPost.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Thinks up a channel's messages, oldest first: exactly as many messages and photos as asked for,
 * with gaps between the ids as where messages were deleted.
 */
final class PostScript {
  private static final Instant FIRST = Instant.parse("2021-03-02T06:12:45Z");
  private static final int FOUR_YEARS_SECONDS = 4 * 365 * 86_400;
  private static final int LONGEST_ALBUM = 6;
  private static final double MEAN_ALBUM = 4;

  private final String channel;
  private final double albums;
  private final Random random;
  private final int meanGapSeconds;
  private final boolean signed;
  private final List<StandInPost> posts = new ArrayList<>();
  private int messagesLeft;
  private int photosLeft;
  private long id;
  private Instant sentAt = FIRST;

  PostScript(StandInOptions options, String channel, int number) {
    this.channel = channel;
    this.albums = options.albums;
    this.random = Chance.random(options.seed, number);
    this.messagesLeft = options.messages;
    this.photosLeft = photos(options);
    this.meanGapSeconds = Math.max(1, Math.min(20_000, FOUR_YEARS_SECONDS / (1 + messagesLeft)));
    this.signed = random.nextBoolean();
  }

  static int photos(StandInOptions options) {
    return (int) Math.round(options.messages * options.photoShare);
  }

  List<StandInPost> write() {
    while (messagesLeft > 0) {
      sentAt = sentAt.plusSeconds(1 + random.nextInt(2 * meanGapSeconds));
      if (random.nextInt(12) == 0) {
        id += 1 + random.nextInt(3);
      }
      if (random.nextDouble() < chanceOfPhotos()) {
        var album = photosLeft > 1 && random.nextDouble() < albums;
        addPhotos(album ? Math.min(photosLeft, 2 + random.nextInt(LONGEST_ALBUM - 1)) : 1);
      } else {
        addOther();
      }
    }
    return posts;
  }

  /** As many posts of photos among all posts as bring the share of messages that is left. */
  private double chanceOfPhotos() {
    var share = (double) photosLeft / messagesLeft;
    var mean = 1 - albums + MEAN_ALBUM * albums;
    return share / (share + mean * (1 - share));
  }

  private void addPhotos(int size) {
    var text = random.nextInt(5) < 2 ? "" : PostWords.text(random, channel, id + 1);
    var first = message(Kind.PHOTO, text, size > 1 ? id + 1 : null);
    posts.add(first);
    for (var i = 1; i < size; i++) {
      posts.add(
          new StandInPost(
              ++id,
              sentAt,
              Kind.PHOTO,
              "",
              first.edited(),
              first.views(),
              first.albumId(),
              first.replyTo(),
              first.forwardedFrom(),
              first.signature()));
    }
    messagesLeft -= size;
    photosLeft -= size;
  }

  private void addOther() {
    var text = PostWords.text(random, channel, id + 1);
    switch (random.nextInt(40)) {
      case 0 -> posts.add(photosLeft > 0 ? service() : message(Kind.TEXT, text, null));
      case 1 -> posts.add(message(Kind.POLL, "", null));
      case 2 -> posts.add(message(Kind.UNSUPPORTED, "", null));
      case 3, 4 -> posts.add(message(Kind.VIDEO, random.nextBoolean() ? text : "", null));
      case 5, 6, 7 -> posts.add(message(Kind.LINK_PREVIEW, text, null));
      default -> posts.add(message(Kind.TEXT, text, null));
    }
    messagesLeft--;
  }

  /** It has a photo too, the channel's new picture. */
  private StandInPost service() {
    photosLeft--;
    return new StandInPost(
        ++id, sentAt, Kind.SERVICE, "Channel photo updated", false, "", null, null, "", "");
  }

  private StandInPost message(Kind kind, String text, Long albumId) {
    return new StandInPost(
        ++id,
        sentAt,
        kind,
        text,
        random.nextInt(14) == 0,
        views((long) Math.exp(4 + random.nextDouble() * 11)),
        albumId,
        random.nextInt(9) == 0 ? earlier() : null,
        random.nextInt(25) == 0 ? PostWords.pick(random, PostWords.NEIGHBOURS) : "",
        signed ? PostWords.pick(random, PostWords.AUTHORS) : "");
  }

  private Long earlier() {
    return posts.isEmpty() ? null : posts.get(random.nextInt(posts.size())).id();
  }

  /** Three figures, cut off and not rounded: 1.98K, 12.5M. */
  static String views(long number) {
    if (number < 1_000) {
      return Long.toString(number);
    }
    var unit = number < 1_000_000 ? 1_000 : 1_000_000;
    return BigDecimal.valueOf(number)
            .divide(BigDecimal.valueOf(unit))
            .round(new MathContext(3, RoundingMode.DOWN))
            .stripTrailingZeros()
            .toPlainString()
        + (unit == 1_000 ? "K" : "M");
  }
}
