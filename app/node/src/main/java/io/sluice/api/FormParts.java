package io.sluice.api;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** The parts of a form, one after another: the bytes of its body go in, each part is taken. */
final class FormParts {
  /** A stranger's broken form is answered, and is nothing for the log. */
  private static final Attributes QUIET =
      Attributes.createLogLevels(
          Attributes.logLevelOff(), Attributes.logLevelOff(), Attributes.logLevelOff());

  private FormParts() {}

  /** Takes a part; its bytes are to be read in any case. */
  interface Taker {

    /** Completes when the next part may come. */
    CompletionStage<Done> take(FormReader.Head head, Source<ByteString, NotUsed> bytes);
  }

  /**
   * Completes when all are taken, or fails with what one of them, or the form itself, failed. A
   * part is taken within its own stream, so that the next one begins when it is stored: a stream
   * that waits for longer than seconds until somebody reads it is broken off.
   */
  static CompletionStage<Done> each(
      Source<ByteString, NotUsed> body, String boundary, Taker taker, ActorSystem<?> system) {
    return body.via(FormReader.flow(boundary))
        .splitWhen(piece -> piece instanceof FormReader.Head)
        .prefixAndTail(1)
        .mapAsync(1, part -> taker.take(head(part.first()), contents(part.second())))
        .concatSubstreams()
        .addAttributes(QUIET)
        .runWith(Sink.ignore(), system);
  }

  private static FormReader.Head head(List<FormReader.Piece> begin) {
    return (FormReader.Head) begin.get(0);
  }

  private static Source<ByteString, NotUsed> contents(Source<FormReader.Piece, NotUsed> pieces) {
    return pieces.map(piece -> ((FormReader.Content) piece).bytes());
  }
}
