package io.sluice.channel;

import com.typesafe.config.Config;
import io.sluice.ledger.channel.Message;
import io.sluice.settings.SettingsReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which messages are wanted at all; by default all are.
 *
 * @param minTextLength messages without photo and with a shorter text are left out; 0 for none
 * @param skipForwarded whether forwarded messages are left out
 * @param excluded texts for which one of these holds are left out
 */
public record Selection(int minTextLength, boolean skipForwarded, List<Rule> excluded) {

  public Selection {
    excluded = List.copyOf(excluded);
  }

  /**
   * A rule as its user wrote it, and whether a text falls under it.
   *
   * @param holds throws {@link StackOverflowError} for a text that is too long to tell
   */
  public record Rule(String text, Predicate<String> holds) {

    /**
     * {@code word} is contained in any case, {@code =words} is all of it, {@code /.../} matches.
     */
    static Rule of(String text) {
      if (text.length() > 2 && text.startsWith("/") && text.endsWith("/")) {
        return new Rule(text, Pattern.compile(text.substring(1, text.length() - 1)).asPredicate());
      }
      var anyCase = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.LITERAL;
      return text.startsWith("=")
          ? new Rule(text, Pattern.compile(text.substring(1), anyCase).asMatchPredicate())
          : new Rule(text, Pattern.compile(text, anyCase).asPredicate());
    }
  }

  /**
   * What was found of a message.
   *
   * @param skipped why it is left out; empty if it is wanted
   * @param undecided rules that might have left it out, and for which its text is too long
   */
  public record Judgement(Optional<SkipReason> skipped, List<String> undecided) {
    static final Judgement WANTED = new Judgement(Optional.empty(), List.of());

    public Judgement {
      undecided = List.copyOf(undecided);
    }

    private static Judgement skipped(SkipReason why) {
      return new Judgement(Optional.of(why), List.of());
    }
  }

  public static Selection from(Config config) {
    var settings = new SettingsReader(config);
    try {
      return new Selection(
          settings.integer("MIN_TEXT_LENGTH", 0, 100_000),
          settings.flag("SKIP_FORWARDED"),
          settings.list("EXCLUDE").stream().map(Rule::of).toList());
    } catch (PatternSyntaxException e) {
      throw settings.refused("EXCLUDE", "rules between semicolons, /.../ a regular expression");
    }
  }

  /** The same for selections that want the same: one who wants more has to read all again. */
  String fingerprint() {
    return minTextLength
        + (skipForwarded ? " unforwarded " : " ")
        + excluded.stream().map(Rule::text).toList();
  }

  /**
   * Whether this message is left out. Java calls itself once a character where an expression
   * repeats a group. A text that is too long for that does not fall under the rule: its channel
   * would end each time that it comes.
   */
  Judgement judge(Message message, boolean hasPhoto) {
    if (skipForwarded && message.forwardedFrom() != null) {
      return Judgement.skipped(SkipReason.FORWARDED);
    }
    if (!hasPhoto && message.text().codePointCount(0, message.text().length()) < minTextLength) {
      return Judgement.skipped(SkipReason.SHORT);
    }
    var text = message.text().strip();
    var undecided = new ArrayList<String>();
    for (var rule : excluded) {
      try {
        if (rule.holds().test(text)) {
          return Judgement.skipped(SkipReason.EXCLUDED);
        }
      } catch (StackOverflowError e) {
        undecided.add(rule.text());
      }
    }
    return undecided.isEmpty() ? Judgement.WANTED : new Judgement(Optional.empty(), undecided);
  }
}
