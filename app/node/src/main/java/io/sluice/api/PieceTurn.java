package io.sluice.api;

import io.sluice.upload.PieceTurns;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;

/**
 * One piece's turn to write to its file, as {@link PieceTurns} gives it: it is asked for when this
 * is made, and is to be ended whatever becomes of it.
 */
final class PieceTurn {
  private final EntityRef<PieceTurns.Command> turns;
  private final ActorRef<PieceTurns.Turn> self;
  private final SharedKillSwitch way = KillSwitches.shared("way");
  private final CompletableFuture<Boolean> granted = new CompletableFuture<>();

  PieceTurn(UUID file, ActorSystem<?> system) {
    turns = ClusterSharding.get(system).entityRefFor(PieceTurns.KEY, file.toString());
    self = system.systemActorOf(hearing(), "piece-" + UUID.randomUUID(), Props.empty());
    turns.tell(new PieceTurns.Take(self));
  }

  private Behavior<PieceTurns.Turn> hearing() {
    return Behaviors.receiveMessage(
        turn -> {
          switch (turn) {
            case GRANTED -> granted.complete(true);
            case REFUSED -> granted.complete(false);
            case GIVE_WAY -> way.abort(Pieces.otherPiece());
            case OVER -> way.shutdown();
          }
          return turn == PieceTurns.Turn.REFUSED || turn == PieceTurns.Turn.OVER
              ? Behaviors.stopped()
              : Behaviors.same();
        });
  }

  /** Completes with whether this one may write; false if a later piece is waiting instead. */
  CompletionStage<Boolean> granted() {
    return granted;
  }

  /** Ends what passes through it when another is to have its turn. */
  Flow<ByteString, ByteString, NotUsed> whileGranted() {
    return Flow.<ByteString>create().via(way.<ByteString>flow());
  }

  void end() {
    turns.tell(new PieceTurns.Ended(self));
    self.tell(PieceTurns.Turn.OVER);
  }
}
