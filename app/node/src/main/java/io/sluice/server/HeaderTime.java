package io.sluice.server;

import java.time.Duration;
import org.apache.pekko.Done;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;

/**
 * Passes on the requests of a connection and ends it when the next one lets itself be waited for,
 * or when its server ends: then it takes no other request than the one under way. The idle timeout
 * does not see the first: a client that sends a byte of a header now and then is never idle.
 */
final class HeaderTime extends GraphStage<FlowShape<HttpRequest, HttpRequest>> {
  private static final String TIMER = "next request";

  private final Inlet<HttpRequest> in = Inlet.create("HeaderTime.in");
  private final Outlet<HttpRequest> out = Outlet.create("HeaderTime.out");
  private final FlowShape<HttpRequest, HttpRequest> shape = FlowShape.of(in, out);
  private final Duration first;
  private final Duration later;
  private final Ending ending;

  /**
   * @param first from the connection to its first request
   * @param later from when an answer is under way to the next request
   */
  HeaderTime(Duration first, Duration later, Ending ending) {
    this.first = first;
    this.later = later;
    this.ending = ending;
  }

  @Override
  public FlowShape<HttpRequest, HttpRequest> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {
    private final AsyncCallback<Done> callback = createAsyncCallback(told -> end());
    private final Runnable tell = () -> callback.invoke(Done.getInstance());
    private boolean waits;
    private boolean waitsLater;
    private boolean ends;

    Logic() {
      super(shape);
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              cancelTimer(TIMER);
              waits = false;
              waitsLater = true;
              push(out, grab(in));
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              waits = true;
              if (ends) {
                completeStage();
                return;
              }
              if (waitsLater) {
                scheduleOnce(TIMER, later);
              }
              pull(in);
            }
          });
    }

    @Override
    public void preStart() {
      ending.add(tell);
      scheduleOnce(TIMER, first);
    }

    @Override
    public void postStop() {
      ending.remove(tell);
    }

    /** An answer under way goes out first, and what asks for the next request ends it all. */
    private void end() {
      ends = true;
      if (waits) {
        completeStage();
      }
    }

    @Override
    public void onTimer(Object timer) {
      completeStage();
    }
  }
}
