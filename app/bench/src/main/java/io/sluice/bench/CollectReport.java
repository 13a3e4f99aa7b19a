package io.sluice.bench;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What collecting reached and what its parts alone allow; medians of some rounds. */
record CollectReport(int photos, int texts, List<Round> rounds) {

  /**
   * A round's figures, each a second.
   *
   * @param engine images of the engine alone, on all cores
   * @param images photos that were collected
   * @param writer messages of the writer alone
   * @param messages messages that were collected
   */
  record Round(double engine, double images, double writer, double messages) {
    double imageShare() {
      return images / engine;
    }

    double messageShare() {
      return messages / writer;
    }
  }

  void table(PrintWriter out) {
    out.printf(
        "Java %s, %d cores, %d rounds%n",
        Runtime.version(), Runtime.getRuntime().availableProcessors(), rounds.size());
    out.printf("%-24s %10s %10s %7s%n", "", "collect", "alone", "share");
    line(
        out,
        "%d photos, images/s".formatted(photos),
        Round::images,
        Round::engine,
        Round::imageShare);
    line(
        out,
        "%d texts, messages/s".formatted(texts),
        Round::messages,
        Round::writer,
        Round::messageShare);
  }

  private void line(
      PrintWriter out,
      String what,
      ToDoubleFunction<Round> collected,
      ToDoubleFunction<Round> alone,
      ToDoubleFunction<Round> share) {
    out.printf(
        "%-24s %10.1f %10.1f %6.0f%%%n",
        what, median(collected), median(alone), 100 * median(share));
  }

  Map<String, Object> figures() {
    var figures = new LinkedHashMap<String, Object>();
    figures.put("java", Runtime.version().toString());
    figures.put("cores", Runtime.getRuntime().availableProcessors());
    figures.put("rounds", rounds.size());
    figures.put("photos", photos);
    figures.put("imagesPerSecond", median(Round::images));
    figures.put("engineImagesPerSecond", median(Round::engine));
    figures.put("imageShare", median(Round::imageShare));
    figures.put("texts", texts);
    figures.put("messagesPerSecond", median(Round::messages));
    figures.put("writerMessagesPerSecond", median(Round::writer));
    figures.put("messageShare", median(Round::messageShare));
    figures.put("each", Map.of("images", each(Round::images), "messages", each(Round::messages)));
    return figures;
  }

  private double[] each(ToDoubleFunction<Round> figure) {
    return rounds.stream().mapToDouble(figure).toArray();
  }

  private double median(ToDoubleFunction<Round> figure) {
    return Median.of(rounds.stream().mapToDouble(figure));
  }
}
