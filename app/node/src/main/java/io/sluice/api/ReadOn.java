package io.sluice.api;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
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
 * Passes on a body. When nobody wants it any more it reads on, so much and so long: a client that
 * still sends when its connection is closed does not see why it was refused.
 */
final class ReadOn extends GraphStage<FlowShape<ByteString, ByteString>> {
  private static final long MOST = 64 << 20;
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final String TIMER = "longest";

  private final Inlet<ByteString> in = Inlet.create("ReadOn.in");
  private final Outlet<ByteString> out = Outlet.create("ReadOn.out");
  private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
  private final CompletableFuture<Done> over = new CompletableFuture<>();

  private volatile boolean isBegun;

  /** Whether the body was ever asked for. */
  boolean isBegun() {
    return isBegun;
  }

  /** Completes when nothing more is read; never with a failure, and never if nothing was asked. */
  CompletionStage<Done> over() {
    return over;
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
    private boolean isUnwanted;
    private long thrownAway;

    Logic() {
      super(shape);
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              var bytes = grab(in);
              if (!isUnwanted) {
                push(out, bytes);
              } else if ((thrownAway += bytes.size()) < MOST) {
                pull(in);
              } else {
                completeStage();
              }
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pull(in);
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              isUnwanted = true;
              scheduleOnce(TIMER, LONGEST);
              if (!hasBeenPulled(in)) {
                pull(in);
              }
            }
          });
    }

    @Override
    public void preStart() {
      isBegun = true;
    }

    @Override
    public void onTimer(Object timer) {
      completeStage();
    }

    @Override
    public void postStop() {
      over.complete(Done.getInstance());
    }
  }
}
