package io.sluice.standin;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** All channels by their name in small letters, the canary among them. */
final class StandInChannels {
  private static final int CANARY_NUMBER = 0;
  private static final int CANARY_MESSAGES = 60;

  private final StandInChannel canary;
  private final List<StandInChannel> ordinary;
  private final Map<String, StandInChannel> byName = new TreeMap<>();

  StandInChannels(StandInOptions options, PhotoMaker photos, Clock clock) {
    var few = options.withMessages(CANARY_MESSAGES);
    canary = new StandInChannel("telegram", "Telegram News", CANARY_NUMBER, few, photos, clock);
    ordinary =
        IntStream.rangeClosed(1, options.channels)
            .mapToObj(
                n ->
                    new StandInChannel(
                        "HarbourNews" + n, "Harbour & News " + n, n, options, photos, clock))
            .toList();
    byName.put(canary.name(), canary);
    ordinary.forEach(channel -> byName.put(channel.name(), channel));
  }

  /** Null if nobody has that name. */
  StandInChannel find(String name) {
    return byName.get(name.toLowerCase(Locale.ROOT));
  }

  /** All but the canary. */
  List<StandInChannel> ordinary() {
    return ordinary;
  }

  Collection<String> names() {
    return byName.keySet();
  }
}
