package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.terminal.Printable;
import io.sluice.view.ChannelView;
import io.sluice.view.StatusView;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Draws what is watched on a terminal, in place: channels at work, the node, what is closed. */
final class WatchScreen implements WatchOutput {
  private static final int MOST_LINES = 20;
  private static final long REDRAW_NANOS = 200_000_000;
  private static final Set<String> AT_WORK = Set.of("collecting", "waiting", "removing");

  /** A line wider than the terminal must not become two, or erasing would miss one. */
  private static final String WRAP_OFF = "\033[?7l";

  private static final String WRAP_ON = "\033[?7h";

  private final PrintWriter out;
  private final Watched watched;
  private final boolean chosen;
  private String away = "";
  private int lines;
  private long drawnAt;

  /**
   * @param chosen whether channels were chosen, which are then shown whatever their state
   */
  WatchScreen(PrintWriter out, Watched watched, boolean chosen) {
    this.out = out;
    this.watched = watched;
    this.chosen = chosen;
  }

  @Override
  public void channel(ChannelView channel, JsonNode json) {
    drawNowAndThen();
  }

  @Override
  public void removed(String name, JsonNode json) {
    drawNowAndThen();
  }

  @Override
  public void status(StatusView status, JsonNode json) {
    draw();
  }

  @Override
  public void away(String why) {
    away = why;
    draw();
  }

  @Override
  public void back() {
    away = "";
    draw();
  }

  @Override
  public void close() {
    draw();
  }

  /** A list of thousands of channels is not worth thousands of drawings. */
  private void drawNowAndThen() {
    if (System.nanoTime() - drawnAt > REDRAW_NANOS) {
      draw();
    }
  }

  private void draw() {
    drawnAt = System.nanoTime();
    var shown = lines();
    var text = new StringBuilder();
    if (lines > 0) {
      text.append("\033[").append(lines).append("A\r\033[J");
    }
    // In one piece, so that Ctrl+C leaves the terminal as it was.
    text.append(WRAP_OFF);
    shown.forEach(line -> text.append(Printable.text(line)).append('\n'));
    text.append(WRAP_ON);
    lines = shown.size();
    out.print(text);
    out.flush();
  }

  private List<String> lines() {
    var atWork =
        watched.channels().stream()
            .filter(channel -> chosen || isAtWork(channel))
            .sorted(Comparator.comparing(channel -> !channel.state().equals("collecting")))
            .toList();
    var shown = new ArrayList<String>();
    atWork.stream().limit(MOST_LINES).map(ChannelLine::of).forEach(shown::add);
    if (atWork.size() > MOST_LINES) {
      shown.add("and " + (atWork.size() - MOST_LINES) + " more at work");
    }
    if (watched.status() != null) {
      var node = StatusText.live(watched.status());
      shown.addAll(node.subList(0, Math.min(node.size(), MOST_LINES)));
    }
    if (!away.isEmpty()) {
      shown.add(away);
    }
    return shown;
  }

  private static boolean isAtWork(ChannelView channel) {
    return AT_WORK.contains(channel.state()) || channel.rate().messagesPerSecond() > 0;
  }
}
