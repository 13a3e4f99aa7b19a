package io.sluice.http;

import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.TLSProtocol.SessionBytes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Passes on requests and answers, and fails when a server sends more interim answers before one
 * answer than anyone has a use for. For one request at a time.
 */
final class InterimAnswers
    extends GraphStage<BidiShape<SslTlsOutbound, SslTlsOutbound, SslTlsInbound, SslTlsInbound>> {
  static final int MOST = 8;

  private final Inlet<SslTlsOutbound> requestsIn = Inlet.create("InterimAnswers.requestsIn");
  private final Outlet<SslTlsOutbound> requestsOut = Outlet.create("InterimAnswers.requestsOut");
  private final Inlet<SslTlsInbound> answersIn = Inlet.create("InterimAnswers.answersIn");
  private final Outlet<SslTlsInbound> answersOut = Outlet.create("InterimAnswers.answersOut");
  private final BidiShape<SslTlsOutbound, SslTlsOutbound, SslTlsInbound, SslTlsInbound> shape =
      BidiShape.of(requestsIn, requestsOut, answersIn, answersOut);
  private final String host;

  InterimAnswers(String host) {
    this.host = host;
  }

  @Override
  public BidiShape<SslTlsOutbound, SslTlsOutbound, SslTlsInbound, SslTlsInbound> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {
    private final Heads heads = new Heads();

    Logic() {
      super(shape);
      setHandler(
          requestsIn,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              heads.restart();
              push(requestsOut, grab(requestsIn));
            }

            @Override
            public void onUpstreamFinish() {
              complete(requestsOut);
            }
          });
      setHandler(
          requestsOut,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pull(requestsIn);
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              cancel(requestsIn, cause);
            }
          });
      setHandler(
          answersIn,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              var answer = grab(answersIn);
              if (answer instanceof SessionBytes read) {
                heads.read(read.bytes());
              }
              if (heads.interim() > MOST) {
                failStage(tooMany());
              } else {
                push(answersOut, answer);
              }
            }

            @Override
            public void onUpstreamFinish() {
              complete(answersOut);
            }
          });
      setHandler(
          answersOut,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pull(answersIn);
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              cancel(answersIn, cause);
            }
          });
    }
  }

  /** Who sends them is there, and to blame. */
  private BrokenOffException tooMany() {
    var failure = new BrokenOffException(host + ": more than " + MOST + " interim answers");
    failure.setAnswering(true);
    return failure;
  }

  /** Counts interim heads until another head has come to its end. */
  static final class Heads {
    /** Up to the first digit of the status, as in {@code HTTP/1.1 1}. */
    private static final int SHOWN = 10;

    private int length;
    private boolean startsWithOne;
    private boolean lineIsEmpty;
    private boolean over;
    private int interim;

    void restart() {
      over = false;
      interim = 0;
      begin();
    }

    private void begin() {
      length = 0;
      startsWithOne = false;
      lineIsEmpty = false;
    }

    int interim() {
      return interim;
    }

    void read(ByteString bytes) {
      for (int i = 0; i < bytes.length() && !over; i++) {
        read(bytes.apply(i));
      }
    }

    private void read(byte next) {
      length++;
      if (length == SHOWN) {
        startsWithOne = next == '1';
      }
      if (next == '\n') {
        if (lineIsEmpty) {
          end();
        } else {
          lineIsEmpty = true;
        }
      } else if (next != '\r') {
        lineIsEmpty = false;
      }
    }

    private void end() {
      if (startsWithOne) {
        interim++;
        begin();
      } else {
        over = true;
      }
    }
  }
}
