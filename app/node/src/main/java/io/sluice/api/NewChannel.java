package io.sluice.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import io.sluice.words.TimeWords;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What somebody wants to have collected, as the body of a request says it. Null is not given.
 *
 * @param file of a path: what the sender sees there
 */
record NewChannel(
    String source,
    List<String> chats,
    String since,
    Long limit,
    Boolean follow,
    String interval,
    SeenFile file) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .withCoercionConfig(
              LogicalType.Textual,
              config ->
                  config
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();
  private static final int MOST_SOURCE = 4096;
  private static final int MOST_CHATS = 1000;
  private static final int MOST_CHAT = 500;

  /** The size and the time of an export's file, where the sender is. */
  record SeenFile(Long size, Long modified) {
    private boolean isWhole() {
      return size != null && modified != null && size >= 0 && modified >= 0;
    }
  }

  /**
   * @throws ProblemException naming the field that is wrong
   */
  static NewChannel read(byte[] body) {
    try {
      var read = JSON.readValue(body, NewChannel.class);
      if (read == null) {
        throw wrong("the body is null").thrown();
      }
      read.check();
      return read;
    } catch (UnrecognizedPropertyException e) {
      throw Problem.of(400, "unknown-field", "There is no field " + Shown.of(e.getPropertyName()))
          .in(Shown.of(e.getPropertyName()))
          .remedy("There are source, chats, since, limit, follow, interval and file.")
          .thrown();
    } catch (JsonMappingException e) {
      throw wrong("the value has another type than it should").in(field(e)).thrown();
    } catch (JsonProcessingException e) {
      throw wrong("it is no JSON" + place(e.getLocation())).thrown();
    } catch (IOException e) {
      throw wrong("it cannot be read").thrown();
    }
  }

  /** Jackson does not say where what is too deep or too long is. */
  private static String place(JsonLocation at) {
    return at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }

  private static String field(JsonMappingException e) {
    return e.getPath().stream()
        .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
        .map(Shown::of)
        .collect(Collectors.joining("."));
  }

  private static Problem wrong(String what) {
    return Problem.of(400, "wrong-body", "The body is not what it should be: " + what + ".")
        .remedy("GET /api/openapi.json describes it as NewChannel.");
  }

  private void check() {
    if (source == null || source.isBlank() || source.length() > MOST_SOURCE) {
      throw wrong("source must have 1 to %d characters".formatted(MOST_SOURCE))
          .in("source")
          .thrown();
    }
    if (chats != null
        && (chats.size() > MOST_CHATS || chats.stream().anyMatch(NewChannel::isNoChat))) {
      throw wrong(
              "chats must be at most %d, each of 1 to %d characters"
                  .formatted(MOST_CHATS, MOST_CHAT))
          .in("chats")
          .thrown();
    }
    if (limit != null && limit < 0) {
      throw wrong("limit must be 0 or more, was " + limit).in("limit").thrown();
    }
    if (Boolean.TRUE.equals(follow) && messages() > 0) {
      throw wrong("what follows goes on without end, so it cannot have a limit")
          .in("limit")
          .thrown();
    }
    if (file != null && !file.isWhole()) {
      throw wrong("file needs size and modified, of 0 or more").in("file").thrown();
    }
    sinceTime();
    every();
  }

  private static boolean isNoChat(String chat) {
    return chat == null || chat.isBlank() || chat.length() > MOST_CHAT;
  }

  /** Whether it says only where from, so that what was wanted of a known source still is. */
  boolean isPlain() {
    return since == null && limit == null && follow == null && interval == null;
  }

  List<String> wantedChats() {
    return chats == null ? List.of() : chats;
  }

  long messages() {
    return limit == null ? 0 : limit;
  }

  /** Null if none is given. */
  Instant sinceTime() {
    return since == null ? null : parsed("since", since, TimeWords::moment);
  }

  /** How often to look for new posts of a channel of the web; empty to collect it once. */
  Optional<Duration> interval(Duration usual) {
    boolean follows = follow == null ? messages() == 0 : follow;
    return follows ? Optional.of(interval == null ? usual : every()) : Optional.empty();
  }

  private Duration every() {
    return interval == null ? null : parsed("interval", interval, TimeWords::interval);
  }

  private static <T> T parsed(String field, String text, Function<String, T> reading) {
    try {
      return reading.apply(text);
    } catch (IllegalArgumentException e) {
      throw wrong(field + " " + Shown.of(e.getMessage())).in(field).thrown();
    }
  }
}
