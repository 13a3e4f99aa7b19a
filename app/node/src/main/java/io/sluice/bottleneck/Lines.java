package io.sluice.bottleneck;

import static io.sluice.bottleneck.Bottleneck.Cause;
import static io.sluice.bottleneck.Bottleneck.decimal;
import static io.sluice.bottleneck.Bottleneck.many;

import io.sluice.origin.OriginName;
import io.sluice.origin.Origins;
import java.util.Map;
import java.util.Optional;

/**
 * What is waited for in a line of its own: an origin's leave, a model's answer, memory. How a node
 * was goes in; each line that holds up so many runs comes out.
 *
 * @param lanes runs that could go on
 * @param millis the time, since 1970
 */
record Lines(Knobs knobs, Sample now, double lanes, long millis) {
  private static final double MILLIS = 1000;

  /** Of what is let to be asked at once: all of it, but for moments. */
  private static final double NEARLY_ALL = 0.9;

  private double ofRuns(double waiting) {
    return Math.min(1, waiting / lanes);
  }

  Optional<Bottleneck> origin() {
    return now.waits().entrySet().stream()
        .filter(wait -> wait.getKey().kind() != OriginName.Kind.MODEL)
        .max(Map.Entry.comparingByValue())
        .map(wait -> origin(wait.getKey(), wait.getValue()))
        .flatMap(Bottleneck::ifMuch);
  }

  private Bottleneck origin(OriginName origin, double waiting) {
    double share = ofRuns(waiting);
    var setting = rateSetting(origin.kind());
    double rate = rate(origin.kind());
    var closed = closed(origin);
    if (closed.isPresent()) {
      return Bottleneck.of(Cause.ORIGIN, share, closed.get())
          .turn(
              setting + "=" + decimal(rate / 2), "it is asked half as often then, and closes less");
    }
    return Bottleneck.of(
            Cause.ORIGIN,
            share,
            "%s is asked no faster than %s times a second, and %s for that"
                .formatted(origin, decimal(rate), many(waiting, "request waits", "requests wait")))
        .turn(
            setting + "=" + decimal(rate * 2),
            "up to twice as many requests a second, as far as the site bears them");
  }

  private Optional<String> closed(OriginName origin) {
    return now.closed().stream()
        .filter(closing -> closing.origin().equals(origin) && closing.untilMillis() > millis)
        .findFirst()
        .map(
            closing ->
                "%s is closed for another %.0f s: %s"
                    .formatted(
                        origin, (closing.untilMillis() - millis) / MILLIS, closing.reason()));
  }

  /** What waits for one is in no line meanwhile: nobody asks it. */
  Optional<Bottleneck> closedModel() {
    return now.closed().stream()
        .map(Origins.Closing::origin)
        .filter(origin -> origin.kind() == OriginName.Kind.MODEL)
        .findFirst()
        .flatMap(this::closed)
        .map(words -> Bottleneck.of(Cause.MODEL, 1, words));
  }

  private static String rateSetting(OriginName.Kind kind) {
    return switch (kind) {
      case TELEGRAM_PAGE -> "TELEGRAM_PAGE_RATE";
      case TELEGRAM_PHOTO -> "TELEGRAM_PHOTO_RATE";
      case SITE, MODEL -> "SITE_RATE";
    };
  }

  private double rate(OriginName.Kind kind) {
    return switch (kind) {
      case TELEGRAM_PAGE -> knobs.rates().pagesPerSecond();
      case TELEGRAM_PHOTO -> knobs.rates().photosPerSecond();
      case SITE, MODEL -> knobs.rates().sitesPerSecond();
    };
  }

  Optional<Bottleneck> model() {
    double asking = now.of(Figure.ASKING);
    if (Math.min(1, asking) / lanes < Bottleneck.MUCH) {
      return Optional.empty();
    }
    double share = Math.min(1, asking) / lanes;
    var found =
        Bottleneck.of(
            Cause.MODEL,
            share,
            "the model is asked all the time: %s"
                .formatted(
                    many(
                        asking,
                        "request is on its way or waits",
                        "requests are on their way or wait")));
    return Optional.of(
        asking >= NEARLY_ALL * knobs.models()
            ? found.turn(
                "MODEL_PARALLELISM=" + 2 * knobs.models(),
                "as many more answers as the endpoint has places for")
            : found.turn(
                "OLLAMA_NUM_PARALLEL of Ollama, or a smaller model",
                "more answers at once, or each sooner"));
  }

  Optional<Bottleneck> pixels() {
    double waiting = now.of(Figure.PIXEL_WAITS);
    return Bottleneck.ifMuch(
        memory(
            waiting,
            many(waiting, "picture waits", "pictures wait")
                + " for memory for pixels, which is a third of the heap"));
  }

  private Bottleneck memory(double waiting, String words) {
    return Bottleneck.of(Cause.MEMORY, ofRuns(waiting), words)
        .turn(
            "JAVA_OPTS=-Xmx%dm".formatted(2 * (knobs.heapBytes() >> 20)),
            "twice as much is in work at once");
  }

  Optional<Bottleneck> bytes() {
    double waiting = now.of(Figure.BYTE_WAITS);
    return Bottleneck.ifMuch(
        memory(
            waiting,
            many(waiting, "reader waits", "readers wait") + " for memory for what is read"));
  }
}
