package io.sluice.client;

import io.sluice.terminal.Printable;
import io.sluice.view.ChannelView;

/** What a person wants to know of a channel at a glance, in one line of a terminal. */
final class ChannelLine {
  private static final int BAR = 20;
  private static final int NAME = 24;

  private ChannelLine() {}

  static String of(ChannelView channel) {
    int full = percent(channel) * BAR / 100;
    return "%s [%s] %3d%% %s messages, %s photos, %s/s, %s"
        .formatted(
            name(Printable.text(channel.name())),
            "#".repeat(full) + "-".repeat(BAR - full),
            percent(channel),
            Figures.count(channel.counters().messages()),
            Figures.count(channel.counters().photos()),
            Figures.rate(channel.rate().messagesPerSecond()),
            standing(channel));
  }

  /** Whole percents, rounded down, so that all is all. */
  static int percent(ChannelView channel) {
    return (int) (100 * Math.max(0, Math.min(1, channel.progress())));
  }

  private static String standing(ChannelView channel) {
    if (channel.state().equals("failed")) {
      return Printable.text("FAILED: " + channel.reason());
    }
    boolean atWork = channel.state().equals("collecting") || channel.state().equals("following");
    return Printable.text(
        atWork && channel.lastError() != null
            ? channel.state() + ", last trouble: " + channel.lastError().message()
            : channel.state());
  }

  private static String name(String name) {
    int length = name.codePointCount(0, name.length());
    return length > NAME
        ? name.substring(0, name.offsetByCodePoints(0, NAME - 1)) + "…"
        : name + " ".repeat(NAME - length);
  }
}
