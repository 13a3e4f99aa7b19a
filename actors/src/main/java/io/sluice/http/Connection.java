package io.sluice.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.sluice.http.Exchange.Asker;
import io.sluice.http.Exchange.Received;
import io.sluice.http.HttpFailure.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * One connection to one checked address, for one request at a time. Cutting it ends its socket and
 * whatever is being read from it at once. It has no thread of its own.
 */
final class Connection {

  /** Whom a connection can be used for again: name and certificate count, not the address alone. */
  record Peer(boolean secure, String host, int port, InetAddress address) {
    static Peer of(Destination destination, InetAddress address) {
      return new Peer(destination.secure(), destination.host(), destination.port(), address);
    }
  }

  private final Peer peer;
  private final HttpSettings settings;
  private final ChannelFuture connecting;
  private final Channel channel;

  /** Of a host whose certificate is checked here, when the connection is secured. */
  private final Optional<UnusualName> unusual;

  /** What is on its way; null if nothing is. Of the connection's thread. */
  private Exchange exchange;

  /** Why it ended while nothing was on its way; null if that was its server's wish. */
  private Throwable endedBy;

  private boolean secured;
  private volatile boolean used;
  private volatile boolean spoiled;

  Connection(Peer peer, EventLoopGroup threads, Tls tls, HttpSettings settings) {
    this.peer = peer;
    this.settings = settings;
    unusual = peer.secure() ? UnusualName.of(peer.host()) : Optional.empty();
    connecting =
        new Bootstrap()
            .group(threads)
            .channel(NioSocketChannel.class)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.connectTimeout().toMillis())
            .option(ChannelOption.TCP_NODELAY, true)
            .disableResolver()
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel fresh) {
                    if (peer.secure()) {
                      fresh
                          .pipeline()
                          .addLast(tls.handler(fresh.alloc(), peer.host(), peer.port(), unusual));
                    }
                    fresh.pipeline().addLast(new Inbound());
                  }
                })
            .connect(new InetSocketAddress(peer.address(), peer.port()));
    channel = connecting.channel();
  }

  Peer peer() {
    return peer;
  }

  /**
   * Completes when the answer was received, on the connection's thread.
   *
   * @param target path and query, sent as they are
   */
  CompletableFuture<Received> send(Request request, String target, Bounds bounds, Asker asker) {
    var next = new Exchange(channel, peer.host(), bounds, asker);
    connecting.addListener(
        connected -> {
          if (connected.isSuccess()) {
            begin(next, RequestLines.of(request, target, peer, settings.userAgent()).in(channel));
          } else {
            next.fail(unreachable(connected.cause()));
          }
        });
    return next.received().whenComplete((received, problem) -> finish(next, problem));
  }

  private void begin(Exchange next, ByteBuf request) {
    if (!channel.isActive() || spoiled) {
      request.release();
      next.fail(endedBy == null ? closed() : endedBy);
      return;
    }
    exchange = next;
    channel.writeAndFlush(request);
  }

  private void finish(Exchange done, Throwable problem) {
    exchange = null;
    used = true;
    if (problem != null || !done.leavesGood()) {
      cut();
    }
  }

  private UnreachableException unreachable(Throwable refusal) {
    return new UnreachableException(
        this + " cannot be reached: " + HttpFailure.words(refusal), refusal);
  }

  private BrokenOffException closed() {
    return new BrokenOffException(this + ": the server closed the connection without an answer");
  }

  /** Whether it may take a request. */
  boolean isOpen() {
    return !spoiled && (!connecting.isDone() || channel.isActive());
  }

  /** Whether it has had a request before, so that its server may have closed it meanwhile. */
  boolean isUsed() {
    return used;
  }

  /** Ends the socket. */
  void cut() {
    spoiled = true;
    channel.close();
    if (!channel.eventLoop().isShuttingDown()) {
      channel.eventLoop().execute(this::letGo);
    }
  }

  /** Of an answer that nobody waits for any more. */
  private void letGo() {
    if (exchange != null) {
      exchange.fail(new BrokenOffException(this + ": cut"));
    }
  }

  private final class Inbound extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      var bytes = (ByteBuf) message;
      try {
        if (exchange == null) {
          ended(new BrokenOffException(Connection.this + ": the server spoke before it was asked"));
          cut();
        } else {
          exchange.read(bytes);
        }
      } finally {
        bytes.release();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      spoiled = true;
      boolean insecure = peer.secure() && !secured;
      if (exchange == null) {
        ended(insecure ? insecure(closed()) : null);
      } else if (insecure) {
        exchange.fail(insecure(closed()));
      } else {
        exchange.closed();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake) {
        var problem = handshake.isSuccess() ? unbelieved(context) : handshake.cause();
        secured = problem == null;
        if (!secured) {
          exceptionCaught(context, problem);
        }
      }
    }

    /** Before anything is sent over it: why the server is not believed; null if it is. */
    private Throwable unbelieved(ChannelHandlerContext context) {
      try {
        if (unusual.isPresent()) {
          var engine = context.pipeline().get(SslHandler.class).engine();
          unusual.get().check(engine.getSession());
        }
        return null;
      } catch (SSLPeerUnverifiedException e) {
        return e;
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable problem) {
      spoiled = true;
      var reason = peer.secure() && !secured ? insecure(problem) : problem;
      if (exchange == null) {
        ended(reason);
      } else {
        exchange.broken(reason);
      }
      if (exchange != null && exchange.isWaiting()) {
        channel.close();
      } else {
        cut();
      }
    }

    /** What comes first is the reason, and what comes of it is not. */
    private void ended(Throwable reason) {
      if (endedBy == null) {
        endedBy = reason;
      }
    }

    private BrokenOffException insecure(Throwable problem) {
      var message = Connection.this + ": " + HttpFailure.words(problem);
      return new BrokenOffException(message, problem, Reason.TLS);
    }
  }

  @Override
  public String toString() {
    return peer.host() + " (" + peer.address().getHostAddress() + " port " + peer.port() + ")";
  }
}
