package io.sluice.server;

import java.time.Duration;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Passes on a body and fails it with a 408 when its sender is too slow. Only the time in which we
 * wait for the sender counts, so a slow disk of ours blames nobody.
 *
 * <p>Where no more is wanted of a body the connection is left alone for a while, in which an answer
 * is made: it would end at once otherwise, and on a busy machine before the answer.
 */
final class BodyPace extends GraphStage<FlowShape<ByteString, ByteString>> {
  private static final String TIMER = "sender";
  private static final String ANSWERED = "answered";
  private static final Duration FOR_AN_ANSWER = Duration.ofSeconds(3);

  private final Inlet<ByteString> in = Inlet.create("BodyPace.in");
  private final Outlet<ByteString> out = Outlet.create("BodyPace.out");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
  private final Duration start;
  private final int bytesPerSecond;

  /**
   * @param start how long the sender may be waited for in all
   * @param bytesPerSecond how many bytes earn it a further second
   */
  BodyPace(Duration start, int bytesPerSecond) {
    this.start = start;
    this.bytesPerSecond = bytesPerSecond;
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {
    private Duration left = start;
    private long pulledAt;

    Logic() {
      super(shape);
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              var bytes = grab(in);
              if (isClosed(out)) {
                return;
              }
              cancelTimer(TIMER);
              left =
                  left.minusNanos(System.nanoTime() - pulledAt)
                      .plusMillis(bytes.size() * 1000L / bytesPerSecond);
              push(out, bytes);
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pulledAt = System.nanoTime();
              scheduleOnce(TIMER, left.isNegative() ? Duration.ZERO : left);
              pull(in);
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              leave();
            }
          });
    }

    private void leave() {
      cancelTimer(TIMER);
      scheduleOnce(ANSWERED, FOR_AN_ANSWER);
    }

    @Override
    public void onTimer(Object timer) {
      if (timer.equals(ANSWERED)) {
        completeStage();
        return;
      }
      fail(
          out,
          Problem.of(408, "slow-body", "The body of the request came too slowly.")
              .remedy("Send it faster, or in smaller parts.")
              .thrown());
      leave();
    }
  }
}
