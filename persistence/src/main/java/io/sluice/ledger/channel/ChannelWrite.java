package io.sluice.ledger.channel;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one transaction stores.
 *
 * @param channel id of the channel
 * @param source the kind of source that the messages are from
 * @param messages in the source's order; of two with one id the later counts
 * @param photos what became of their photos, without those that were stored already
 * @param advance how far the source was read with these; empty for what was read before
 */
public record ChannelWrite(
    long channel,
    String source,
    List<Message> messages,
    List<Photo> photos,
    Optional<Advance> advance) {

  /**
   * A step forward.
   *
   * @param cursor stands behind all of the group: a JSON object whose one key is the kind of source
   * @param read messages that the source gave, also those left out
   * @param passedOver what else it gave
   * @param sifted what became of those messages before they came here
   */
  public record Advance(
      String cursor, long read, Reach reach, PassedOver passedOver, Sifted sifted) {

    /** All that was read is wanted. */
    public Advance(String cursor, long read, Reach reach, PassedOver passedOver) {
      this(cursor, read, reach, passedOver, Sifted.ALL_WANTED);
    }
  }

  /**
   * What the settings left out of a group.
   *
   * @param skipped messages left out, by reason
   * @param undecided texts that a rule may have left out and that were too long for it, by rule
   */
  public record Sifted(Map<String, Long> skipped, Map<String, Long> undecided) {
    static final Sifted ALL_WANTED = new Sifted(Map.of(), Map.of());

    public Sifted {
      skipped = Map.copyOf(skipped);
      undecided = Map.copyOf(undecided);
    }
  }

  /**
   * What a source gave on the way to its cursor that could not become a message.
   *
   * @param place names the source: what it passed over before is replaced; empty to leave all
   * @param counts by what is wrong with it
   */
  public record PassedOver(String place, Map<String, Long> counts) {
    public static final PassedOver NONE = new PassedOver("", Map.of());

    public PassedOver {
      counts = Map.copyOf(counts);
    }
  }

  public ChannelWrite {
    messages = List.copyOf(messages);
    photos = List.copyOf(photos);
  }
}
