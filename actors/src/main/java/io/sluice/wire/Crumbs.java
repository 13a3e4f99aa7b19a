package io.sluice.wire;

import java.time.Duration;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.TLSProtocol.SessionBytes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Gathers what comes byte by byte: many small pieces in a row go in, fewer go out, a moment later.
 *
 * <p>Pekko's parser reads an unfinished line anew with each piece, and walks over all pieces before
 * for each byte of it: a line of 8,000 bytes that come one by one takes it minutes.
 *
 * @param <I> what TLS, or what stands in its place, says of the bytes
 */
final class Crumbs<I extends SslTlsInbound> extends GraphStage<FlowShape<I, SslTlsInbound>> {
  private static final int SMALL = 256;
  private static final int FREE = 32;
  private static final Duration MOMENT = Duration.ofMillis(50);
  private static final String TIMER = "moment";

  private final Inlet<I> in = Inlet.create("Crumbs.in");
  private final Outlet<SslTlsInbound> out = Outlet.create("Crumbs.out");
  private final FlowShape<I, SslTlsInbound> shape = FlowShape.of(in, out);

  @Override
  public FlowShape<I, SslTlsInbound> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {
    /** Null if nothing is; while something is, more is asked for, and there is room for it. */
    private SessionBytes held;

    private int inARow;

    Logic() {
      super(shape);
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              I read = grab(in);
              if (read instanceof SessionBytes bytes) {
                take(bytes);
              } else {
                pass();
                emit(out, read);
              }
            }

            @Override
            public void onUpstreamFinish() {
              pass();
              completeStage();
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pull(in);
            }
          });
    }

    private void take(SessionBytes read) {
      var all = held == null ? read : joined(held.bytes(), read);
      if (isCrumb(read.bytes())) {
        inARow++;
      } else {
        inARow = 0;
      }
      held = all;
      if (inARow <= FREE || all.bytes().length() >= SMALL) {
        pass();
        return;
      }
      if (!isTimerActive(TIMER)) {
        scheduleOnce(TIMER, MOMENT);
      }
      pull(in);
    }

    private static boolean isCrumb(ByteString bytes) {
      return bytes.length() < SMALL && !EmptyLines.isIn(bytes.toArrayUnsafe());
    }

    private static SessionBytes joined(ByteString before, SessionBytes read) {
      return read.copy(read.session(), before.concat(read.bytes()));
    }

    private void pass() {
      if (held != null) {
        cancelTimer(TIMER);
        var all = held;
        held = null;
        push(out, all.bytes().isCompact() ? all : all.copy(all.session(), all.bytes().compact()));
      }
    }

    @Override
    public void onTimer(Object timer) {
      pass();
    }
  }
}
