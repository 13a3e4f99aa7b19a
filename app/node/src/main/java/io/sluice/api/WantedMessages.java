package io.sluice.api;

import io.sluice.ledger.message.MessageReview.Choice;
import io.sluice.ledger.message.MessageStatus;
import io.sluice.ledger.message.MessageTerms.Terms;
import io.sluice.message.MessageTemplate;
import io.sluice.server.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What is to be done with messages, as a body says it. */
final class WantedMessages {
  private static final JsonBody<Fields> BODY =
      new JsonBody<>(
          Fields.class,
          "MessageAction",
          "action, lines, all, status, reason, text, template, ask, model, language, withApproved,"
              + " mostTokens and mostCost");

  private static final int MOST_LINES = 10_000;
  private static final int MOST_TEXT = 100_000;
  private static final double HIGHEST = 1e9;

  private final Fields fields;

  private record Fields(
      String action,
      List<Long> lines,
      Boolean all,
      String status,
      String reason,
      String text,
      String template,
      Boolean ask,
      String model,
      String language,
      Boolean withApproved,
      Long mostTokens,
      Double mostCost) {}

  /** What can be done. */
  enum Action {
    APPROVE,
    REJECT,
    EDIT,
    REGENERATE,
    BUDGET
  }

  private WantedMessages(Fields fields) {
    this.fields = fields;
  }

  static WantedMessages read(byte[] body) {
    return new WantedMessages(BODY.read(body));
  }

  Action action() {
    for (var one : Action.values()) {
      if (one.name().toLowerCase(Locale.ROOT).equals(fields.action)) {
        return one;
      }
    }
    throw wrong("action", "action must be approve, reject, edit, regenerate or budget");
  }

  /**
   * Which are meant.
   *
   * @param implied what is meant where nothing else is said; null where something must be said
   */
  Choice choice(MessageStatus implied) {
    var lines = Optional.ofNullable(fields.lines).orElse(List.of());
    if (lines.size() > MOST_LINES
        || lines.stream().anyMatch(Objects::isNull)
        || lines.stream().anyMatch(line -> line < 1)) {
      throw wrong("lines", "lines must be at most %d numbers from 1 on".formatted(MOST_LINES));
    }
    var status = fields.status == null ? null : status(fields.status);
    boolean all = Boolean.TRUE.equals(fields.all);
    if (lines.isEmpty() && !all && status == null && fields.reason == null) {
      throw wrong("lines", "nothing is chosen: give lines, status, reason or all");
    }
    boolean implies = lines.isEmpty() && status == null && fields.reason == null;
    return new Choice(lines, implies ? implied : status, fields.reason);
  }

  private static MessageStatus status(String word) {
    return MessageStatus.of(word)
        .orElseThrow(() -> wrong("status", "there is no status " + Shown.of(word)));
  }

  /** What a person has written, for one line. */
  String text() {
    if (fields.text == null || fields.text.isBlank() || fields.text.length() > MOST_TEXT) {
      throw wrong("text", "text is missing, or longer than %d characters".formatted(MOST_TEXT));
    }
    return fields.text;
  }

  long line() {
    var chosen = choice(null).lines();
    if (chosen.size() != 1) {
      throw wrong("lines", "one line must be given, of which this is the message");
    }
    return chosen.get(0);
  }

  /**
   * Terms with what is not said as it was before, or as it is here.
   *
   * @param before empty where no messages were ever wanted
   * @param asks whether a model writes messages here
   */
  Terms terms(Optional<Terms> before, boolean asks) {
    var template =
        Optional.ofNullable(fields.template)
            .or(() -> before.map(Terms::template))
            .orElseThrow(() -> wrong("template", "template is missing"));
    if (template.length() > MessageTemplate.MOST_BYTES) {
      throw wrong("template", "a template may have %d bytes".formatted(MessageTemplate.MOST_BYTES));
    }
    boolean ask = Optional.ofNullable(fields.ask).or(() -> before.map(Terms::asks)).orElse(asks);
    return new Terms(
        template,
        ask,
        Optional.ofNullable(fields.model).or(() -> before.map(Terms::model)).orElse(null),
        Optional.ofNullable(fields.language).or(() -> before.map(Terms::language)).orElse(null));
  }

  boolean withApproved() {
    return Boolean.TRUE.equals(fields.withApproved);
  }

  /** Null for any. */
  Long mostTokens() {
    if (fields.mostTokens != null && fields.mostTokens < 0) {
      throw wrong("mostTokens", "mostTokens must not be negative");
    }
    return fields.mostTokens;
  }

  /** In millionths; null for any. */
  Long mostCost() {
    if (fields.mostCost == null) {
      return null;
    }
    if (!(fields.mostCost >= 0 && fields.mostCost <= HIGHEST)) {
      throw wrong("mostCost", "mostCost must be from 0 to 1000000000");
    }
    return Math.round(fields.mostCost * 1e6);
  }

  static ProblemException wrong(String field, String what) {
    return BODY.wrong(what).in(field).thrown();
  }
}
