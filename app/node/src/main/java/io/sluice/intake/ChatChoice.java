package io.sluice.intake;

import io.sluice.channel.SourceSpec;
import io.sluice.telegram.ExportChat;
import io.sluice.telegram.ExportIndex;
import io.sluice.telegram.ExportSources;
import io.sluice.telegram.preview.PreviewSources;
import io.sluice.words.ChannelLink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which chats are collected: exports and channels of the web go in, the sources of each channel
 * come out.
 */
public final class ChatChoice {
  private final Set<String> wanted;
  private final Set<String> unmatched;
  private final Instant since;
  private final long limit;
  private final Map<String, Chosen> chosen = new LinkedHashMap<>();

  /**
   * A channel by its name and where it is collected from, one source after another.
   *
   * @param link where it is on the web; empty for chats of exports
   */
  public record Chosen(String name, Optional<ChannelLink> link, List<SourceSpec> sources) {}

  /**
   * @param wanted names, ids or identities; empty for all
   */
  public ChatChoice(List<String> wanted, Instant since, long limit) {
    this.wanted = Set.copyOf(wanted);
    this.unmatched = new LinkedHashSet<>(wanted);
    this.since = since;
    this.limit = limit;
  }

  public void add(ExportIndex index) {
    for (var chat : index.chats()) {
      if (wanted.isEmpty() || isWanted(chat)) {
        var sources =
            chosen
                .computeIfAbsent(
                    chat.identity(),
                    identity -> new Chosen(chat.name(), Optional.empty(), new ArrayList<>()))
                .sources();
        var spec = ExportSources.spec(chat, since, limit);
        if (!sources.contains(spec)) {
          sources.add(spec);
        }
      }
    }
  }

  /**
   * A line for each reason for which something of the export cannot be collected, unless other
   * chats are wanted.
   */
  public List<String> uncollected(ExportIndex index) {
    var lines = new ArrayList<String>();
    for (var left : index.uncollected()) {
      var words = wanted.stream().filter(word -> isAmong(word, left.names())).toList();
      unmatched.removeAll(words);
      if (wanted.isEmpty() || !words.isEmpty()) {
        lines.add(index.file().path() + ": " + left.words());
      }
    }
    return lines;
  }

  private static boolean isAmong(String word, List<String> names) {
    return names.stream().anyMatch(word::equalsIgnoreCase);
  }

  /**
   * @param interval between looks for new posts; empty for a channel that is collected once
   */
  public void add(ChannelLink link, Optional<Duration> interval) {
    chosen.putIfAbsent(
        link.alias(),
        new Chosen(
            link.name(),
            Optional.of(link),
            List.of(PreviewSources.spec(link, since, limit, interval))));
  }

  private boolean isWanted(ExportChat chat) {
    var words = wanted.stream().filter(word -> isNamed(chat, word)).toList();
    unmatched.removeAll(words);
    return !words.isEmpty();
  }

  private static boolean isNamed(ExportChat chat, String word) {
    return word.equalsIgnoreCase(chat.name())
        || word.equals(Long.toString(chat.id()))
        || word.equals(chat.identity());
  }

  /** Those of the wanted that an export holds. */
  public List<String> wantedOf(ExportIndex index) {
    return wanted.stream()
        .filter(word -> index.chats().stream().anyMatch(chat -> isNamed(chat, word)))
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
