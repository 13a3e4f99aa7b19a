package io.sluice.http;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;

/**
 * The threads of a node that wait for sockets, as many as there are cores for any number of
 * connections of any number of clients. They end with their actor system.
 */
final class SocketThreads implements Extension {
  private static final Id ID = new Id();
  private static final long LAST_WORK_MILLIS = 500;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          Runtime.getRuntime().availableProcessors(),
          new DefaultThreadFactory("guarded-http", true),
          NioIoHandler.newFactory());

  private static final class Id extends ExtensionId<SocketThreads> {
    @Override
    public SocketThreads createExtension(ActorSystem<?> system) {
      var threads = new SocketThreads();
      system
          .getWhenTerminated()
          .thenRun(
              () -> threads.group.shutdownGracefully(0, LAST_WORK_MILLIS, TimeUnit.MILLISECONDS));
      return threads;
    }
  }

  /** Those of this system; the first who asks has them made. */
  static EventLoopGroup of(ActorSystem<?> system) {
    return ID.apply(system).group;
  }
}
