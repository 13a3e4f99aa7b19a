package io.sluice.app;

import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.origin.Countdown;
import io.sluice.origin.Origins;
import io.sluice.terminal.Printable;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One line a channel on the terminal, redrawn in place, and one for each origin that is closed.
 * Before there are channels, the step that the program is at. Where there is no terminal it draws
 * nothing, and the log tells instead.
 */
final class ProgressDisplay implements AutoCloseable {
  private static final long REDRAW_MILLIS = 250;
  private static final int MOST_LINES = 20;
  private static final String CLEAR_BELOW = "\033[J";

  /** A line wider than the terminal must not become two, or erasing would miss one. */
  private static final String WRAP_OFF = "\033[?7l";

  private static final String WRAP_ON = "\033[?7h";

  private final PrintStream out;
  private final boolean drawn;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private Supplier<List<Standing>> channels = List::of;
  private String step = "";
  private long stepBegan;
  private boolean shown;
  private boolean ticking;
  private boolean ended;
  private Supplier<Iterable<Origins.Closing>> closed = List::of;
  private Supplier<String> last;
  private int lines;

  /**
   * @param drawn whether it is a terminal that lines can be drawn on
   */
  ProgressDisplay(PrintStream out, boolean drawn) {
    this.out = out;
    this.drawn = drawn;
  }

  /**
   * @param machine whether standard output is for a machine to read
   */
  static ProgressDisplay forThisTerminal(boolean machine) {
    boolean terminal = System.console() != null && !"dumb".equals(System.getenv("TERM"));
    return new ProgressDisplay(System.out, terminal && !machine);
  }

  /** Of a program that nobody watches. */
  static ProgressDisplay none() {
    return new ProgressDisplay(System.out, false);
  }

  boolean isDrawn() {
    return drawn;
  }

  /**
   * @param standings how the channels stand at the moment
   * @param closings origins that are closed at the moment
   */
  synchronized void show(
      Supplier<List<Standing>> standings, Supplier<Iterable<Origins.Closing>> closings) {
    if (drawn) {
      closed = closings;
      channels = standings;
      step = "";
      shown = true;
      redrawFromNowOn();
    }
  }

  /** Shows a line alone, as it is at the moment. */
  synchronized void show(Supplier<String> line) {
    last = line;
    show(List::of, List::of);
  }

  /** Takes what the program does until there are channels to show, each time a new step. */
  OutputStream steps() {
    return new ByteArrayOutputStream() {
      @Override
      public void flush() {
        begin(toString(StandardCharsets.UTF_8).strip());
        reset();
      }
    };
  }

  private synchronized void begin(String next) {
    if (!shown && !ended) {
      step = next;
      stepBegan = System.nanoTime();
      redrawFromNowOn();
    }
  }

  private void redrawFromNowOn() {
    redraw();
    if (!ticking) {
      ticking = true;
      clock.scheduleWithFixedDelay(
          this::redraw, REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Takes what is to stand above the progress lines. */
  OutputStream above() {
    return new ByteArrayOutputStream() {
      @Override
      public void flush() {
        synchronized (ProgressDisplay.this) {
          erase();
          out.write(buf, 0, count);
          reset();
          draw();
        }
      }
    };
  }

  private synchronized void redraw() {
    erase();
    draw();
  }

  private void erase() {
    if (lines > 0) {
      out.print("\033[" + lines + "A\r" + CLEAR_BELOW);
      lines = 0;
    }
  }

  private void draw() {
    out.print(WRAP_OFF);
    if (!step.isEmpty()) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - stepBegan);
      line(step + (seconds > 0 ? " ... " + seconds + " s" : " ..."));
    }
    var all = channels.get();
    visible(all).forEach(channel -> line(ProgressLine.of(channel)));
    if (all.size() > MOST_LINES) {
      long done = all.stream().filter(Standing::done).count();
      line("%d channels in all, %d done".formatted(all.size(), done));
    }
    if (last != null) {
      line(last.get());
    }
    for (var closing : closed.get()) {
      long left = closing.untilMillis() - System.currentTimeMillis();
      line(
          "%s: closed for another %s: %s"
              .formatted(closing.origin(), Countdown.words(left), closing.reason()));
    }
    out.print(WRAP_ON);
    out.flush();
  }

  /** All, or of many those at work before the others, no more than a terminal shows. */
  private static List<Standing> visible(List<Standing> all) {
    if (all.size() <= MOST_LINES) {
      return all;
    }
    var atWork =
        all.stream()
            .collect(
                Collectors.partitioningBy(channel -> channel.phase() == ChannelPhase.COLLECTING));
    return Stream.concat(atWork.get(true).stream(), atWork.get(false).stream())
        .limit(MOST_LINES)
        .toList();
  }

  private void line(String text) {
    out.println(Printable.text(text));
    lines++;
  }

  @Override
  public synchronized void close() {
    clock.shutdownNow();
    ended = true;
    if (!step.isEmpty()) {
      step = "";
      redraw();
    }
    if (shown) {
      redraw();
      shown = false;
      channels = List::of;
      closed = List::of;
      last = null;
      lines = 0;
    }
  }
}
