package io.sluice.api;

import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import io.sluice.words.TimeWords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What somebody wants to have collected, as the body of a request says it. Null is not given.
 *
 * @param file of a path: what the sender sees there
 */
record NewChannel(
    String source,
    List<String> chats,
    String since,
    Long limit,
    Boolean follow,
    String interval,
    SeenFile file) {
  private static final JsonBody<NewChannel> BODY =
      new JsonBody<>(
          NewChannel.class, "NewChannel", "source, chats, since, limit, follow, interval and file");
  private static final int MOST_SOURCE = 4096;
  private static final int MOST_CHATS = 1000;
  private static final int MOST_CHAT = 500;

  /** The size and the time of an export's file, where the sender is. */
  record SeenFile(Long size, Long modified) {
    private boolean isWhole() {
      return size != null && modified != null && size >= 0 && modified >= 0;
    }
  }

  /**
   * @throws ProblemException naming the field that is wrong
   */
  static NewChannel read(byte[] body) {
    var read = BODY.read(body);
    read.check();
    return read;
  }

  private static Problem wrong(String what) {
    return BODY.wrong(what);
  }

  private void check() {
    if (source == null || source.isBlank() || source.length() > MOST_SOURCE) {
      throw wrong("source must have 1 to %d characters".formatted(MOST_SOURCE))
          .in("source")
          .thrown();
    }
    if (chats != null
        && (chats.size() > MOST_CHATS || chats.stream().anyMatch(NewChannel::isNoChat))) {
      throw wrong(
              "chats must be at most %d, each of 1 to %d characters"
                  .formatted(MOST_CHATS, MOST_CHAT))
          .in("chats")
          .thrown();
    }
    if (limit != null && limit < 0) {
      throw wrong("limit must be 0 or more, was " + limit).in("limit").thrown();
    }
    if (Boolean.TRUE.equals(follow) && messages() > 0) {
      throw wrong("what follows goes on without end, so it cannot have a limit")
          .in("limit")
          .thrown();
    }
    if (file != null && !file.isWhole()) {
      throw wrong("file needs size and modified, of 0 or more").in("file").thrown();
    }
    sinceTime();
    every();
  }

  private static boolean isNoChat(String chat) {
    return chat == null || chat.isBlank() || chat.length() > MOST_CHAT;
  }

  /** Whether it says only where from, so that what was wanted of a known source still is. */
  boolean isPlain() {
    return since == null && limit == null && follow == null && interval == null;
  }

  List<String> wantedChats() {
    return chats == null ? List.of() : chats;
  }

  long messages() {
    return limit == null ? 0 : limit;
  }

  /** Null if none is given. */
  Instant sinceTime() {
    return since == null ? null : parsed("since", since, TimeWords::moment);
  }

  /** How often to look for new posts of a channel of the web; empty to collect it once. */
  Optional<Duration> interval(Duration usual) {
    boolean follows = follow == null ? messages() == 0 : follow;
    return follows ? Optional.of(interval == null ? usual : every()) : Optional.empty();
  }

  private Duration every() {
    return interval == null ? null : parsed("interval", interval, TimeWords::interval);
  }

  private static <T> T parsed(String field, String text, Function<String, T> reading) {
    try {
      return reading.apply(text);
    } catch (IllegalArgumentException e) {
      throw wrong(field + " " + Shown.of(e.getMessage())).in(field).thrown();
    }
  }
}
