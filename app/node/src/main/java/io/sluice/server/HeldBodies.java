package io.sluice.server;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;

/**
 * The memory that the bodies of requests may take together, whichever server of the actor system
 * they come to. What has come counts, not what was announced. Nobody waits for room, since bodies
 * that are half there would wait for each other: the largest of those that still come gives way.
 */
final class HeldBodies implements Extension {
  private static final Id ID = new Id();

  /** What a body becomes while it is read takes some times its bytes. */
  private static final int HEAP_SHARE = 32;

  private static final long LEAST = 4 << 20;
  private static final long MOST = 64 << 20;

  private final long total;
  private final Set<Body> coming = new HashSet<>();
  private long used;

  HeldBodies(long total) {
    this.total = total;
  }

  private static final class Id extends AbstractExtensionId<HeldBodies> {
    @Override
    public HeldBodies createExtension(ExtendedActorSystem system) {
      long share = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
      return new HeldBodies(Math.max(LEAST, Math.min(MOST, share)));
    }
  }

  /** Those of all servers of an actor system. */
  static HeldBodies of(ActorSystem<?> system) {
    return ID.get(system.classicSystem());
  }

  /** A body of which nothing has come yet; to be released whatever becomes of it. */
  synchronized Body begin() {
    var body = new Body();
    coming.add(body);
    return body;
  }

  synchronized long bytes() {
    return used;
  }

  private static ProblemException full() {
    return Problem.of(503, "too-many-bodies", "Too many bodies of requests are on their way.")
        .remedy("Send it again in some seconds.")
        .thrown();
  }

  private synchronized void take(Body body, long bytes) {
    if (!coming.contains(body)) {
      throw full();
    }
    body.bytes += bytes;
    used += bytes;
    while (used > total) {
      var largest = coming.stream().max(Comparator.comparingLong(some -> some.bytes)).orElseThrow();
      free(largest);
      largest.end.abort(full());
      if (largest == body) {
        throw full();
      }
    }
  }

  private synchronized void free(Body body) {
    coming.remove(body);
    used -= body.bytes;
    body.bytes = 0;
  }

  /** One body. */
  final class Body {
    private final SharedKillSwitch end = KillSwitches.shared("body");
    private long bytes;

    /** Counts what comes, and fails with a 503 when this body has to give way. */
    Flow<ByteString, ByteString, NotUsed> counting() {
      return Flow.<ByteString>create()
          .via(end.<ByteString>flow())
          .map(
              some -> {
                take(this, some.size());
                return some;
              });
    }

    /** All of it is here and in work, so that it gives way no more. */
    void isWhole() {
      synchronized (HeldBodies.this) {
        coming.remove(this);
      }
    }

    void release() {
      free(this);
    }
  }
}
