package io.sluice.wire;

import io.sluice.tls.GuardedEngine;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.TLSClosing;
import org.apache.pekko.stream.TLSProtocol.SessionBytes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.TLS;
import org.apache.pekko.stream.javadsl.TLSPlacebo;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Stands between a socket and Pekko's parser: what was read goes in, pieces of it with few empty
 * lines go out.
 *
 * <p>The parser calls itself once for each message in what it is given, and a thousand of them
 * overflow the stack, which ends the process. Every head of a message ends with an empty line,
 * interim answers and the end of a chunked body included, so few of these are few calls. Bodies are
 * cut as well, which they do not mind.
 */
public final class MessageCut extends GraphStage<FlowShape<SslTlsInbound, SslTlsInbound>> {
  /** Empty lines in a piece: a kilobyte of stack each, of a thousand. */
  static final int EMPTY_LINES = 64;

  private final Inlet<SslTlsInbound> in = Inlet.create("MessageCut.in");
  private final Outlet<SslTlsInbound> out = Outlet.create("MessageCut.out");
  private final FlowShape<SslTlsInbound, SslTlsInbound> shape = FlowShape.of(in, out);

  MessageCut() {}

  /** For a connection without encryption. */
  public static BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed> plain() {
    return MessageCut.<SessionBytes>above().atop(TLSPlacebo.getInstance());
  }

  /** For a connection with it. */
  public static BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed> tls(
      Supplier<SSLEngine> engines) {
    return MessageCut.<SslTlsInbound>above()
        .atop(TLS.create(() -> GuardedEngine.of(engines.get()), TLSClosing.eagerClose()));
  }

  private static <I extends SslTlsInbound>
      BidiFlow<SslTlsOutbound, SslTlsOutbound, I, SslTlsInbound, NotUsed> above() {
    return BidiFlow.fromFlows(
        Flow.<SslTlsOutbound>create(), Flow.fromGraph(new Crumbs<I>()).via(new MessageCut()));
  }

  @Override
  public FlowShape<SslTlsInbound, SslTlsInbound> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {
    /** Null if nothing is left of it. */
    private SessionBytes read;

    private byte[] bytes;
    private int from;

    Logic() {
      super(shape);
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              var next = grab(in);
              if (next instanceof SessionBytes some) {
                read = some;
                bytes = some.bytes().toArrayUnsafe();
                from = 0;
                pushPiece();
              } else {
                push(out, next);
              }
            }

            @Override
            public void onUpstreamFinish() {
              if (read == null) {
                completeStage();
              }
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              if (read == null) {
                pull(in);
              } else {
                pushPiece();
              }
            }
          });
    }

    private void pushPiece() {
      int end = EmptyLines.after(EMPTY_LINES, bytes, from);
      var piece = read.copy(read.session(), read.bytes().slice(from, end));
      push(out, piece);
      from = end;
      if (end == bytes.length) {
        read = null;
        bytes = null;
        if (isClosed(in)) {
          completeStage();
        }
      }
    }
  }
}
