package io.sluice.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.channel.PhotoReference;
import io.sluice.ledger.Message;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One object of an export's messages goes in, a message and its photo come out. */
record ExportMessageParser(MessageDates dates, ExportPhotos photos) {

  /**
   * @param unknownFields how many fields were not known and left out
   */
  record Parsed(Message message, List<PhotoReference> photos, int unknownFields) {}

  /** Nothing for an object without an id. */
  Optional<Parsed> parse(ObjectNode from) {
    var id = Lenient.number(from.get("id"));
    if (id == null) {
      return Optional.empty();
    }
    var text = MessageText.of(from);
    var photos = photosOf(from, id);
    var message =
        new Message(
            id,
            first(from, "type").orElse("message"),
            dates.sent(from),
            dates.edited(from),
            first(from, "from", "actor", "author").orElse(null),
            first(from, "from_id", "actor_id").orElse(null),
            text.plain(),
            text.entities(),
            replyTo(from),
            forwardedFrom(from),
            MessageFields.media(from),
            first(from, "action").orElse(null),
            new Message.Details(photos.size(), false, null, null, null));
    return Optional.of(new Parsed(message, photos, MessageFields.unknown(from)));
  }

  private static Optional<String> first(ObjectNode from, String... fields) {
    return Stream.of(fields)
        .flatMap(field -> Stream.ofNullable(Lenient.text(from.get(field))))
        .findFirst();
  }

  /** Null also for an answer to a message of another chat, whose numbers mean nothing here. */
  private static Long replyTo(ObjectNode from) {
    return from.hasNonNull("reply_to_peer_id")
        ? null
        : Lenient.number(from.get("reply_to_message_id"));
  }

  private static String forwardedFrom(ObjectNode from) {
    return first(from, "forwarded_from", "forwarded_from_id")
        .orElse(from.has("forwarded_from") ? "unknown" : null);
  }

  /** A photo of an album is a message of its own, so there is one at most. */
  private List<PhotoReference> photosOf(ObjectNode from, long id) {
    return first(from, "photo").stream()
        .map(said -> new PhotoReference(Long.toString(id), photos.locate(said)))
        .toList();
  }
}
