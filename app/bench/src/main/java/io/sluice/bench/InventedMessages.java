package io.sluice.bench;

import io.sluice.ledger.channel.Message;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** Invents messages of about 300 bytes, one after the other: none comes twice. */
final class InventedMessages {
  private static final int TEXT_LENGTH = 220;
  private static final long FIRST_SENT = 1_550_000_000;
  private static final long SECONDS_BETWEEN = 600;
  private static final List<String> WORDS =
      List.of("ferry", "harbour", "fog", "tide", "lifeboat", "pier", "Möwe", "наш", "at", "no");

  private long last;

  /** The next ones, by growing id. */
  List<Message> next(int count) {
    long first = last + 1;
    last += count;
    return LongStream.rangeClosed(first, last).mapToObj(InventedMessages::message).toList();
  }

  private static Message message(long id) {
    return new Message(
        id,
        "message",
        Instant.ofEpochSecond(FIRST_SENT + id * SECONDS_BETWEEN),
        id % 20 == 0 ? Instant.ofEpochSecond(FIRST_SENT + id * SECONDS_BETWEEN + 60) : null,
        "Harbour News",
        "channel1000000001",
        text(new Random(id)),
        id % 4 == 0 ? "[{\"type\": \"bold\", \"offset\": 0, \"length\": 5}]" : null,
        id % 5 == 0 ? id - 1 : null,
        id % 10 == 0 ? "Tide Tables" : null,
        null,
        null);
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    while (text.length() < TEXT_LENGTH) {
      text.append(WORDS.get(random.nextInt(WORDS.size())))
          .append(random.nextInt(12) == 0 ? '\n' : ' ');
    }
    return text.toString();
  }
}
