package io.sluice.telegram;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.channel.Arrival;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a chat's messages from the file, one each time it is asked. A failure comes out as the last
 * step, since a failed stream drops what is still on its way between two dispatchers.
 */
final class ExportReader implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(ExportReader.class);

  /** After so many without one to give, an empty step lets the stream see that it was cancelled. */
  private static final int LEFT_OUT_AT_ONCE = 1000;

  private final ExportChat chat;
  private final ExportOptions options;
  private final String selection;
  private final ExportJson json;
  private final ExportMessageParser parser;
  private long messages;
  private String last;
  private boolean ended;

  private ExportReader(
      ExportChat chat,
      ExportOptions options,
      ExportJson json,
      ExportMessageParser parser,
      long messages) {
    this.chat = chat;
    this.options = options;
    this.selection = options.selectionOf(chat);
    this.json = json;
    this.parser = parser;
    this.messages = messages;
    this.last = messages == 0 ? "before its first message" : "after " + messages + " messages";
  }

  static ExportReader open(ExportChat found, ExportOptions options, Optional<ExportCursor> cursor)
      throws IOException {
    var chat = current(found);
    var file = chat.file();
    var parser =
        new ExportMessageParser(
            new MessageDates(options.zone()), new ExportPhotos(file.enclosure(), file.root()));
    var from = cursor.filter(c -> c.fits(chat, options.selectionOf(chat)));
    if (from.isEmpty()) {
      return new ExportReader(chat, options, ExportJson.array(file, chat.start()), parser, 0);
    }
    var rest = ExportJson.restOfArray(file, from.get().offset());
    return new ExportReader(chat, options, rest, parser, from.get().messages());
  }

  private static ExportChat current(ExportChat found) throws IOException {
    var file = found.file();
    if (file.now().equals(file)) {
      return found;
    }
    var path = file.path();
    var identity = found.identity();
    return ExportIndex.of(path, file.bounds())
        .chat(identity)
        .orElseThrow(() -> new NoSuchChatException(path + " no longer holds the chat " + identity));
  }

  /** The next step, or nothing at the end of the chat's messages. */
  Optional<Step> read() {
    if (ended) {
      return Optional.empty();
    }
    try {
      for (int i = 0; i < LEFT_OUT_AT_ONCE && advance(); i++) {
        var arrival = arrival();
        if (arrival.isPresent()) {
          return Optional.of(new Step(List.of(arrival.get()), null));
        }
      }
      return Optional.of(new Step(List.of(), null));
    } catch (IOException e) {
      ended = true;
      return Optional.of(new Step(List.of(), json.explained(e, last)));
    }
  }

  private boolean advance() throws IOException {
    var token = json.parser().nextToken();
    if (token == null) {
      throw new JsonEOFException(json.parser(), null, "the file became shorter");
    }
    ended = token == JsonToken.END_ARRAY;
    return !ended;
  }

  private Optional<Arrival<ExportCursor>> arrival() throws IOException {
    var parsed =
        json.tree() instanceof ObjectNode object
            ? parser.parse(object)
            : Optional.<ExportMessageParser.Parsed>empty();
    messages++;
    if (parsed.isEmpty()) {
      LOG.debug("no message, passed over: {}, up to byte {}", chat.identity(), json.position());
      return Optional.empty();
    }
    var message = parsed.get().message();
    last = "after message " + message.id();
    if (options.leavesOut(message.sentAt())) {
      return Optional.empty();
    }
    var file = chat.file();
    var after =
        new ExportCursor(json.position(), messages, file.size(), file.modifiedMillis(), selection);
    return Optional.of(
        new Arrival<>(message, parsed.get().photos(), after, parsed.get().unknownFields()));
  }

  @Override
  public void close() throws IOException {
    json.close();
  }

  /** What one reading gave: a message, none, or the failure that ends the stream. */
  record Step(List<Arrival<ExportCursor>> found, IOException failure) {
    /** Bytes that it takes in memory, roughly. */
    long weight() {
      return 1 + found.stream().mapToLong(Arrival::weight).sum();
    }

    List<Arrival<ExportCursor>> arrivals() throws IOException {
      if (failure != null) {
        throw failure;
      }
      return found;
    }
  }
}
