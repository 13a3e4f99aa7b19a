package io.sluice.app;

import io.sluice.channel.IdRange;
import io.sluice.ledger.channel.Channels;
import io.sluice.ledger.channel.Completeness;
import io.sluice.ledger.channel.Reach;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a channel's source announced, beside what is stored. Ids between messages that were never
 * announced, such as those of deleted ones, are no gaps.
 *
 * @param newestAnnounced highest message id that the source showed
 * @param newestStored highest message id in the database
 * @param messages rows of messages
 * @param photosAnnounced photos that the stored messages came with
 * @param photosStored those of them that have a file
 * @param photosWithoutFile the others, by what became of them
 * @param leftOut messages with content that this version does not know, by its field
 * @param passedOver what the sources gave that could not become a message, by what is wrong
 * @param unread messages that the source has and that were not read yet
 * @param complete whether nothing is missing that the source would give
 */
record ChannelCompleteness(
    long newestAnnounced,
    long newestStored,
    long messages,
    long photosAnnounced,
    long photosStored,
    Map<String, Long> photosWithoutFile,
    Map<String, Long> leftOut,
    Map<String, Long> passedOver,
    List<IdRange> unread,
    boolean complete) {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelCompleteness.class);

  /** What is stored of a channel; empty if the database is away. */
  static Optional<Completeness> count(Database database, Channels.Channel channel) {
    try {
      return Optional.of(Completeness.of(database, channel.id()));
    } catch (DatabaseException e) {
      LOG.warn("{}: what is stored cannot be read: {}", channel.name(), e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * @param readToEnd whether the source was read to its end, which not every cursor tells
   */
  static ChannelCompleteness of(Reach reach, Completeness stored, boolean readToEnd) {
    var without = new TreeMap<String, Long>();
    stored.photos().entrySet().stream()
        .filter(entry -> !entry.getKey().hasFile())
        .forEach(entry -> without.put(entry.getKey().words(), entry.getValue()));
    if (stored.photosUnaccounted() > 0) {
      without.put("not yet tried", stored.photosUnaccounted());
    }
    return new ChannelCompleteness(
        Math.max(reach.newest(), stored.newest()),
        stored.newest(),
        stored.messages(),
        stored.photosAnnounced(),
        stored.photosStored(),
        without,
        stored.leftOut().fields(),
        stored.leftOut().passedOver(),
        IdRange.listOf(reach.unread()),
        (readToEnd || reach.fraction() >= 1) && stored.isWhole());
  }

  private static String counted(String what, Map<String, Long> counts) {
    return counts.isEmpty()
        ? ""
        : counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", ", what, ""));
  }

  /** One line for a person. */
  String words() {
    var photos =
        photosWithoutFile.isEmpty()
            ? ""
            : photosWithoutFile.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", ", " (", ")"));
    var rest =
        unread.isEmpty()
            ? ""
            : unread.stream()
                .map(IdRange::toString)
                .collect(Collectors.joining(", ", "; not read yet: ids ", ""));
    return "%s: %d messages up to id %d of %d, %d of %d photos%s%s%s%s"
        .formatted(
            complete ? "complete" : "incomplete",
            messages,
            newestStored,
            newestAnnounced,
            photosStored,
            photosAnnounced,
            photos,
            rest,
            counted("; fields that Sluice does not know: ", leftOut),
            counted("; passed over: ", passedOver));
  }
}
