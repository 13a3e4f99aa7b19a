package io.sluice.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.ledger.channel.ChannelRow;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a channel is collected from, as it is kept in the journal.
 *
 * @param kind which kind of source, such as {@code telegram-export}
 * @param location where it is, in the words of that kind
 * @param part which part of it, such as a chat's identity
 * @param since messages sent before this time are left out, ISO-8601; empty for none
 * @param limit most messages of one collection; 0 for all
 * @param followMillis how often to look for new messages, in milliseconds; 0 for never
 * @param within a directory that nothing is read from outside of, for one that somebody asked for
 *     who may not read all that this process may; empty for none
 */
public record SourceSpec(
    String kind,
    String location,
    String part,
    String since,
    long limit,
    long followMillis,
    String within) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public SourceSpec {
    // Those of older journals have none.
    within = within == null ? "" : within;
  }

  /** Those that the row of a channel tells of: what is at work, then what comes later. */
  public static List<SourceSpec> of(ChannelRow row) {
    try {
      return List.of(JSON.readValue(row.sources(), SourceSpec[].class));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A source that is read once. */
  public SourceSpec(String kind, String location, String part, String since, long limit) {
    this(kind, location, part, since, limit, 0);
  }

  /** A source that may be read wherever it is. */
  public SourceSpec(
      String kind, String location, String part, String since, long limit, long followMillis) {
    this(kind, location, part, since, limit, followMillis, "");
  }

  /** A place on these terms. */
  public static SourceSpec of(String kind, String location, String part, Terms terms) {
    return new SourceSpec(
        kind,
        location,
        part,
        terms.since() == null ? "" : terms.since().toString(),
        terms.limit(),
        terms.interval().map(Duration::toMillis).orElse(0L),
        terms.within().map(Path::toString).orElse(""));
  }

  /** What is wanted of the place. */
  public Terms terms() {
    return new Terms(
        since.isEmpty() ? null : Instant.parse(since),
        limit,
        follows() ? Optional.of(interval()) : Optional.empty(),
        within.isEmpty() ? Optional.empty() : Optional.of(Path.of(within)));
  }

  /** The same for somebody who may read what is below another directory. */
  public SourceSpec readWithin(String directory) {
    return new SourceSpec(kind, location, part, since, limit, followMillis, directory);
  }

  /** Whether the channel goes on with what comes, once it has what there is. */
  public boolean follows() {
    return followMillis > 0;
  }

  /** Whether both name the same place, whatever they want of it; names on the web have no case. */
  public boolean isOf(SourceSpec other) {
    return kind.equals(other.kind)
        && location.equals(other.location)
        && part.equalsIgnoreCase(other.part);
  }

  /** Whether both want the same of the same place. */
  boolean isSameAs(SourceSpec other) {
    return isOf(other)
        && since.equals(other.since)
        && limit == other.limit
        && followMillis == other.followMillis
        && within.equals(other.within);
  }

  /** A short name for the place, whatever is wanted of it. */
  String place() {
    var words = String.join("\n", kind, location, part);
    return kind + " " + UUID.nameUUIDFromBytes(words.getBytes(StandardCharsets.UTF_8));
  }

  Duration interval() {
    return Duration.ofMillis(followMillis);
  }
}
