package io.sluice.standin;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Writes the addresses of pictures at the photo server and reads them back. An address carries the
 * time at which it was written and a seal, so that it works after a restart and can grow old.
 */
final class PhotoUrls {
  private static final Pattern PATH =
      Pattern.compile("/file/(\\w+)-(x?)(\\d+)-(\\p{XDigit}{11})(\\p{XDigit}{16})\\.jpg");

  private final URI server;
  private final long seed;
  private final long lifeMillis;
  private final boolean endAtFlood;
  private final FloodGate photoGate;
  private final Clock clock;

  PhotoUrls(URI server, StandInOptions options, FloodGate photoGate, Clock clock) {
    this.server = server;
    this.seed = options.seed;
    this.lifeMillis = options.photoUrlSeconds * 1_000L;
    endAtFlood = options.photoUrlsEnd;
    this.photoGate = photoGate;
    this.clock = clock;
  }

  /**
   * @param lookAlike whether it is an avatar, a thumbnail or the like and no photo
   */
  record Picture(String channel, boolean lookAlike, long id, boolean expired) {}

  String photo(StandInChannel channel, long id) {
    return url(channel, false, id);
  }

  String lookAlike(StandInChannel channel, long id) {
    return url(channel, true, id);
  }

  /** Nothing where the address is none that was ever given. */
  Optional<Picture> read(String path) {
    var match = PATH.matcher(path);
    if (!match.matches()) {
      return Optional.empty();
    }
    var written = Long.parseLong(match.group(4), 16);
    var lookAlike = !match.group(2).isEmpty();
    var id = Long.parseLong(match.group(3));
    if (!seal(match.group(1), lookAlike, id, written).equals(match.group(5))) {
      return Optional.empty();
    }
    return Optional.of(new Picture(match.group(1), lookAlike, id, isExpired(written)));
  }

  private boolean isExpired(long written) {
    return lifeMillis > 0 && clock.millis() - written > lifeMillis
        || endAtFlood && written <= photoGate.closedMillis();
  }

  private String url(StandInChannel channel, boolean lookAlike, long id) {
    var now = lifeMillis == 0 && !endAtFlood ? 0 : clock.millis();
    var name = channel.canonicalName();
    return server
        + ("/file/" + name + (lookAlike ? "-x" : "-") + id + "-")
        + hex(now, 11)
        + seal(name, lookAlike, id, now)
        + ".jpg";
  }

  private String seal(String channel, boolean lookAlike, long id, long written) {
    return hex(Chance.of(seed, channel.hashCode(), lookAlike ? 1 : 0, id, written), 16);
  }

  private static String hex(long number, int digits) {
    var text = Long.toHexString(number);
    return "0".repeat(digits - text.length()) + text;
  }
}
