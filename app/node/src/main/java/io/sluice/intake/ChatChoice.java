package io.sluice.intake;

import io.sluice.channel.Offer;
import io.sluice.channel.Offer.Candidate;
import io.sluice.channel.SourceSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which channels are collected: what sources offer goes in, the sources of each come out. */
public final class ChatChoice {
  private final Set<String> wanted;
  private final Set<String> unmatched;
  private final Map<String, Chosen> chosen = new LinkedHashMap<>();

  /**
   * A channel and where it is collected from, one source after another.
   *
   * @param place what the source is called that offered it first
   * @param first as that source offered it
   */
  record Chosen(String place, Candidate first, List<SourceSpec> sources) {}

  /**
   * @param wanted names, ids or identities of chats; empty for all
   */
  public ChatChoice(List<String> wanted) {
    this.wanted = Set.copyOf(wanted);
    this.unmatched = new LinkedHashSet<>(wanted);
  }

  public void add(Offer offer) {
    for (var channel : offer.channels()) {
      if (channel.isAlone() || wanted.isEmpty() || isWanted(channel)) {
        var sources =
            chosen
                .computeIfAbsent(
                    channel.alias(), alias -> new Chosen(offer.place(), channel, new ArrayList<>()))
                .sources();
        if (sources.stream().noneMatch(channel.source()::isOf)) {
          sources.add(channel.source());
        }
      }
    }
  }

  /**
   * A line for each reason for which something of the source cannot be collected, unless other
   * chats are wanted.
   */
  public List<String> uncollected(Offer offer) {
    var lines = new ArrayList<String>();
    for (var left : offer.uncollected()) {
      var words = wanted.stream().filter(word -> isAmong(word, left.names())).toList();
      unmatched.removeAll(words);
      if (wanted.isEmpty() || !words.isEmpty()) {
        lines.add(offer.place() + ": " + left.words());
      }
    }
    return lines;
  }

  private static boolean isAmong(String word, List<String> names) {
    return names.stream().anyMatch(word::equalsIgnoreCase);
  }

  private boolean isWanted(Candidate channel) {
    var words = wanted.stream().filter(channel::isCalled).toList();
    unmatched.removeAll(words);
    return !words.isEmpty();
  }

  /** Those of the wanted that there are to choose from. */
  public List<String> wantedOf(Offer offer) {
    return wanted.stream()
        .filter(
            word ->
                offer.channels().stream()
                    .anyMatch(channel -> !channel.isAlone() && channel.isCalled(word)))
        .toList();
  }

  Map<String, Chosen> chosen() {
    return chosen;
  }

  public boolean isEmpty() {
    return chosen.isEmpty();
  }

  /** A complaint about the first chat that was asked for and is in no export. */
  public Optional<String> unmatched() {
    return unmatched.stream()
        .findFirst()
        .map(word -> "--chat " + word + ": no export named here holds a chat of this name or id");
  }
}
