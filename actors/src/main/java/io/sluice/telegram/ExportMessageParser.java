package io.sluice.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.ledger.channel.Message;
import io.sluice.photo.PhotoReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One object of an export's messages goes in, a message and its photos come out. */
record ExportMessageParser(MessageDates dates, ExportPhotos photos) {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}");

  record Parsed(Message message, List<PhotoReference> photos) {}

  /** Nothing for an object without an id. */
  Optional<Parsed> parse(ObjectNode from) {
    var id = Lenient.number(from.get("id"));
    if (id == null) {
      return Optional.empty();
    }
    var unknown = new UnknownContent();
    MessageFields.leaveOut(from, unknown);
    var rich = RichMessage.of(from, unknown);
    var text = MessageText.of(from).and(rich.text());
    var photos = photosOf(from, id, rich);
    var media = MessageFields.media(from);
    var message =
        new Message(
            id,
            first(from, "type").orElse("message"),
            dates.sent(from),
            dates.edited(from),
            first(from, "from", "actor", "author").orElse(null),
            first(from, "from_id", "actor_id").orElse(null),
            text.plain(),
            text.entities() == null ? null : text.entities().toString(),
            replyTo(from),
            forwardedFrom(from),
            media == null ? rich.media() : media,
            first(from, "action").orElse(null),
            new Message.Details(photos.size(), false, null, null, null, unknown.json()));
    return Optional.of(new Parsed(message, photos));
  }

  private static Optional<String> first(ObjectNode from, String... fields) {
    for (var field : fields) {
      var text = Lenient.text(from.get(field));
      if (text != null) {
        return Optional.of(text);
      }
    }
    return Optional.empty();
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

  /**
   * A photo of an album is a message of its own, so there is one at most, and its id is that of the
   * message. A rich message may have many, which may come and go with an edit.
   */
  private List<PhotoReference> photosOf(ObjectNode from, long id, RichMessage rich) {
    if (rich.photos().isEmpty() && !from.has("photo")) {
      return List.of();
    }
    var all = new LinkedHashMap<String, PhotoReference>();
    first(from, "photo").ifPresent(said -> locate(Long.toString(id), said, all));
    for (var photo : rich.photos()) {
      boolean numbered = photo.id() != null && NUMBER.matcher(photo.id()).matches();
      locate(id + "-" + (numbered ? photo.id() : "n" + (all.size() + 1)), photo.said(), all);
    }
    return List.copyOf(all.values());
  }

  private void locate(String id, String said, Map<String, PhotoReference> all) {
    all.putIfAbsent(id, new PhotoReference(id, photos.locate(said)));
  }
}
