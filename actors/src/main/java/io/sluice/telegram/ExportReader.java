package io.sluice.telegram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.channel.Arrival;
import io.sluice.export.ExportJson;
import io.sluice.export.NextBeginning;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a chat's messages from the file, one each time it is asked. What cannot become a message is
 * counted and passed over. A failure comes out as the last step, since a failed stream drops what
 * is still on its way between two dispatchers.
 */
final class ExportReader implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(ExportReader.class);

  /** After so many without one to give, an empty step lets the stream see that it was cancelled. */
  private static final int LEFT_OUT_AT_ONCE = 1000;

  private final ExportChat chat;
  private final ExportOptions options;
  private final ExportMessageParser parser;
  private final String selection;
  private final Map<String, Long> passedOver;
  private ExportJson json;
  private long messages;

  /** The byte behind the last value, and the first byte of the one at hand; -1 between two. */
  private long offset;

  private long begin = -1;
  private String last;
  private boolean ended;

  /** What the last cursor that was given says of what was passed over. */
  private Map<String, Long> told;

  private ExportReader(
      ExportChat chat, ExportOptions options, ExportMessageParser parser, ExportCursor from)
      throws IOException {
    this.chat = chat;
    this.options = options;
    this.parser = parser;
    selection = options.selectionOf(chat);
    messages = from.messages();
    told = from.passedOver();
    passedOver = new TreeMap<>(told);
    last = messages == 0 ? "before its first message" : "after " + messages + " messages";
    offset = from.offset();
    ended = offset == chat.end();
    json =
        offset == chat.start()
            ? ExportJson.array(chat.file(), offset)
            : ExportJson.restOfArray(chat.file(), offset);
  }

  static ExportReader open(ExportChat found, ExportOptions options, Optional<ExportCursor> cursor)
      throws IOException {
    var chat = current(found);
    var file = chat.file();
    var parser =
        new ExportMessageParser(
            new MessageDates(options.zone()), new ExportPhotos(file.enclosure(), file.root()));
    var selection = options.selectionOf(chat);
    var start =
        new ExportCursor(chat.start(), 0, file.size(), file.modifiedMillis(), selection, Map.of());
    var from = cursor.filter(c -> c.fits(chat, selection)).orElse(start);
    return new ExportReader(chat, options, parser, from);
  }

  private static ExportChat current(ExportChat found) throws IOException {
    var file = found.file();
    if (file.now().equals(file)) {
      return found;
    }
    var path = file.path();
    var part = found.part();
    return ExportIndex.of(path, file.bounds())
        .chat(part)
        .orElseThrow(() -> new NoSuchChatException(path + " no longer holds the chat " + part));
  }

  /** The next step, or nothing at the end of the chat's messages. */
  Optional<Step> read() {
    if (ended) {
      return Optional.empty();
    }
    try {
      for (int i = 0; i < LEFT_OUT_AT_ONCE && !ended; i++) {
        var arrival = next();
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

  private Optional<Arrival<ExportCursor>> next() throws IOException {
    JsonNode value;
    try {
      var token = json.parser().nextToken();
      if (token == null) {
        throw new JsonEOFException(json.parser(), null, "the file became shorter");
      }
      if (token == JsonToken.END_ARRAY) {
        return end(true);
      }
      begin = token == JsonToken.START_OBJECT ? json.begin() : -1;
      value = json.tree();
    } catch (JsonProcessingException e) {
      return behind(e);
    }
    begin = -1;
    offset = json.position();
    return arrival(value);
  }

  private Optional<Arrival<ExportCursor>> arrival(JsonNode value) {
    messages++;
    if (!(value instanceof ObjectNode object)) {
      return passOver(NoMessage.NO_OBJECT);
    }
    var parsed = parser.parse(object);
    if (parsed.isEmpty()) {
      return passOver(NoMessage.WITHOUT_ID);
    }
    var message = parsed.get().message();
    last = "after message " + message.id();
    return options.leavesOut(message.sentAt())
        ? Optional.empty()
        : Optional.of(new Arrival<>(message, parsed.get().photos(), cursor(offset)));
  }

  private Optional<Arrival<ExportCursor>> passOver(NoMessage why) {
    LOG.debug("{}: {}, passed over up to byte {}", chat.identity(), why.words(), offset);
    passedOver.merge(why.words(), 1L, Long::sum);
    return Optional.empty();
  }

  /** Goes on behind a place that is no JSON. */
  private Optional<Arrival<ExportCursor>> behind(JsonProcessingException e) throws IOException {
    boolean begun = begin >= 0;
    var damage = ExportDamage.at(chat, begun ? begin : offset, begun);
    boolean goesOn = damage.next().kind() == NextBeginning.Kind.MESSAGE;
    if (damage.message().isEmpty() && !goesOn && (json.ended() || damage.cutOff())) {
      throw e;
    }
    begin = -1;
    if (damage.message().isPresent()) {
      offset = damage.end();
      goOn(ExportJson.restOfArray(chat.file(), offset));
      return arrival(damage.message().get());
    }
    if (damage.lost()) {
      LOG.warn("{} is {} ({}): goes on behind", chat.file().path(), json.fault(e), last);
      messages++;
      passOver(NoMessage.MALFORMED);
    }
    if (!goesOn) {
      return end(false);
    }
    offset = damage.next().at();
    goOn(ExportJson.arrayFrom(chat.file(), offset));
    return Optional.empty();
  }

  private void goOn(ExportJson there) throws IOException {
    json.close();
    json = there;
  }

  /**
   * At the end a mark tells of what was passed over since the last message.
   *
   * @param whole whether the end of the array was read
   */
  private Optional<Arrival<ExportCursor>> end(boolean whole) throws IOException {
    ended = true;
    if (whole && chat.isAlone()) {
      ExportEnd.look(chat.file(), json.position(), this::passOver);
    }
    return passedOver.equals(told)
        ? Optional.empty()
        : Optional.of(Arrival.mark(cursor(chat.end())));
  }

  private ExportCursor cursor(long at) {
    if (!passedOver.equals(told)) {
      told = Map.copyOf(passedOver);
    }
    var file = chat.file();
    return new ExportCursor(at, messages, file.size(), file.modifiedMillis(), selection, told);
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
