package io.sluice.message;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sluice.ledger.message.MessageResults.Written;
import io.sluice.ledger.message.MessageStatus;
import io.sluice.ledger.message.MessageTasks.Site;
import io.sluice.ledger.message.MessageTasks.Taken;
import io.sluice.ledger.message.MessageTerms;
import io.sluice.message.MessagePlan.Rendered;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says of a task what can be said without a model: its message where the template's text is that,
 * or why there is none, or what a model is to be asked. Thread-safe; looks up the terms of batches,
 * and then blocks.
 */
final class MessageDrafts {
  /** One whose taking ended so often without a word is not tried again. */
  private static final int MOST_LOST = 10;

  private static final int PLANS = 100;
  private static final Pattern HOST = Pattern.compile("^https?://([^/:?#]*).*$", Pattern.DOTALL);

  private final MessageTerms terms;
  private final Cache<Version, Plan> plans = Caffeine.newBuilder().maximumSize(PLANS).build();

  MessageDrafts(MessageTerms terms) {
    this.terms = terms;
  }

  private record Version(long batch, int number) {}

  /**
   * @param usable null where its terms cannot be used
   * @param problem why not
   */
  private record Plan(MessagePlan usable, String problem) {}

  /**
   * What can be said of a task.
   *
   * @param written null where a model is to be asked
   * @param question what it is asked; null where it is not
   */
  record Draft(Written written, Question question) {
    private static Draft of(MessageStatus status, String reason) {
      return new Draft(Written.without(status, reason), null);
    }
  }

  /**
   * What a model is to be asked.
   *
   * @param instruction that the user's template gives
   * @param data what the site says
   */
  record Question(MessageTerms.Terms terms, String instruction, String data) {}

  /**
   * @param suppressed domains and addresses of mail that nobody is to be written to
   */
  Draft draft(Taken task, Set<String> suppressed) {
    var found = plans.get(new Version(task.batch(), task.version()), this::plan);
    if (found.usable() == null) {
      return Draft.of(MessageStatus.FAILED, MessageReason.TEMPLATE.with(found.problem()));
    }
    if (task.lost() >= MOST_LOST) {
      return Draft.of(
          MessageStatus.FAILED,
          MessageReason.LOST.with(
              "whoever wrote it ended, or the endpoint broke off, %d times"
                  .formatted(task.lost())));
    }
    var facts = FoundFacts.of(task.site());
    if (addresses(task.site()).stream().anyMatch(suppressed::contains)) {
      return Draft.of(MessageStatus.SKIPPED, MessageReason.DO_NOT_CONTACT.word());
    }
    return draft(found.usable(), task.site(), facts);
  }

  private Plan plan(Version version) {
    var known = terms.of(version.batch(), version.number());
    if (known.isEmpty()) {
      return new Plan(null, "it is gone");
    }
    try {
      return new Plan(new MessagePlan(known.get()), null);
    } catch (IllegalArgumentException e) {
      return new Plan(null, e.getMessage());
    }
  }

  /**
   * Its domain, its address of mail, and the hosts of its pages, to which another site may have
   * led: nobody may want to be written to there.
   */
  static Set<String> addresses(Site site) {
    var facts = FoundFacts.of(site);
    var email = facts.texts().get("email").toLowerCase(Locale.ROOT);
    var pages = Stream.concat(Stream.of(site.url()), facts.pages().stream());
    return Stream.concat(Stream.of(site.domain(), email), pages.map(MessageDrafts::host))
        .filter(entry -> !entry.isBlank())
        .collect(Collectors.toSet());
  }

  private static String host(String address) {
    return HOST.matcher(address).replaceFirst("$1").toLowerCase(Locale.ROOT);
  }

  private static Draft draft(MessagePlan plan, Site site, FoundFacts facts) {
    if (!plan.unknown().isEmpty()) {
      return Draft.of(
          MessageStatus.FAILED,
          MessageReason.TEMPLATE.with(
              "neither a column nor a fact is named " + String.join(", ", plan.unknown())));
    }
    try {
      return plan.terms().asks() ? asking(plan, site, facts) : written(plan, site, facts);
    } catch (IllegalArgumentException e) {
      return Draft.of(MessageStatus.FAILED, MessageReason.TEMPLATE.with(e.getMessage()));
    }
  }

  private static Draft asking(MessagePlan plan, Site site, FoundFacts facts) {
    if (facts.isClosedToModels()) {
      return Draft.of(MessageStatus.SKIPPED, MessageReason.NOAI.word());
    }
    if (isThin(site, facts)) {
      return Draft.of(MessageStatus.NEEDS_REVIEW, MessageReason.THIN.word());
    }
    var instruction = plan.instruction(site, facts);
    if (!instruction.missing().isEmpty()) {
      return Draft.of(MessageStatus.NEEDS_REVIEW, missing(instruction));
    }
    return new Draft(null, new Question(plan.terms(), instruction.text(), MessagePlan.data(facts)));
  }

  private static Draft written(MessagePlan plan, Site site, FoundFacts facts) {
    var rendered = plan.rendered(site, facts);
    var reason =
        plan.isOfPage() && isThin(site, facts)
            ? MessageReason.THIN.word()
            : rendered.text().isBlank()
                ? MessageReason.EMPTY.word()
                : rendered.missing().isEmpty() ? null : missing(rendered);
    var status = reason == null ? MessageStatus.GENERATED : MessageStatus.NEEDS_REVIEW;
    return new Draft(new Written(status, reason, rendered.text(), null, "none"), null);
  }

  private static String missing(Rendered rendered) {
    return MessageReason.MISSING.with(String.join(", ", rendered.missing()));
  }

  private static boolean isThin(Site site, FoundFacts facts) {
    return "thin".equals(site.scrapingReason())
        || facts.isThin()
        || facts.texts().get("main_text").isBlank();
  }
}
