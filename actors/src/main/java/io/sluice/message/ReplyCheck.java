package io.sluice.message;

import io.sluice.model.ModelWriter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Looks for what is wrong with an answer of a model that was to be a message: the answer, the
 * language that was wanted and what the model was shown go in, a reason comes out if there is one.
 * Thread-safe.
 */
final class ReplyCheck {
  private static final int MOST = 6_000;

  /** Of an answer, in which refusals stand. */
  private static final int BEGINNING = 200;

  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "\\[[^\\]\\[\\n]{2,60}\\](?!\\()|\\{\\{.{0,60}|\\{[\\w .-]{2,40}\\}"
              + "|<[\\p{L}][\\p{L}\\w .'_-]{1,40}>|_{4,}|\\bX{3,}\\b|(?i)lorem ipsum");

  /** The beginnings of refusals, in the languages that models refuse in. */
  private static final List<Pattern> REFUSALS =
      List.of(
          refusal("(i'?m|i am) (really |very |so )?sorry,? but i"),
          refusal("(sorry|apologies|unfortunately),? (but )?i (can|could)('?t|not| not)"),
          refusal(
              "i (can'?t|cannot|can not|am unable to|'?m unable to|won'?t|will not|'?m not able to)"
                  + " (help|assist|fulfil|write|create|comply|provide|do|generate|complete|continue)"),
          refusal("as an? (ai|artificial|language model|large language)"),
          refusal("es tut mir leid|tut mir leid, (aber|ich)"),
          refusal(
              "(leider )?(ich )?kann (ich )?(dir|ihnen|dabei|das|diese|hier|leider)[^.]{0,60}nicht"),
          refusal("als (ki|künstliche intelligenz|sprachmodell)"),
          refusal(
              "je suis désolée?|je ne peux pas|je ne suis pas en mesure|en tant qu'(ia|intelligence)"),
          refusal(
              "lo siento,? pero|no puedo (ayudar|cumplir|escribir|crear|generar)|como (modelo|una? ia)"),
          refusal("mi dispiace,? ma|non posso (aiutar|scrivere|soddisfare|creare)"),
          refusal("(desculpe|lamento|sinto muito),? mas|não posso (ajudar|escrever|criar)"),
          refusal("het spijt me|ik kan (je|u|dit|deze|hier)[^.]{0,40} niet"),
          refusal("przykro mi|przepraszam, ale|nie mogę (pomóc|napisać|tego)"),
          refusal("je mi líto|omlouvám se, ale|nemohu"),
          refusal("jag är ledsen, men|jag kan (inte|tyvärr)|beklager, men|jeg kan ikke"),
          refusal("üzgünüm|maalesef .{0,40}(yapamam|edemem|yardımcı olamam)"),
          refusal(
              "извините,? но|к сожалению,? я не (могу|смогу)|я не могу (помочь|написать|выполнить)"),
          refusal("вибачте,? але|на жаль,? я не можу"),
          refusal("抱歉|对不起|對不起|我(不能|无法|無法)"),
          refusal("申し訳|恐れ入りますが|お手伝いできません"),
          refusal("죄송하지만|죄송합니다"),
          refusal("عذرا|عذراً|آسف|لا أستطيع|لا يمكنني"));

  private final TextLanguage languages;

  ReplyCheck(TextLanguage languages) {
    this.languages = languages;
  }

  private static Pattern refusal(String words) {
    return Pattern.compile(
        "^\\W{0,10}(" + words + ")",
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
  }

  /**
   * What is wrong with it, as rows have it.
   *
   * @param language that was wanted; null for any
   * @param shown what the model was shown of the site
   */
  Optional<String> of(String answer, String language, String shown) {
    if (answer.codePoints().noneMatch(Character::isLetter)) {
      return Optional.of(MessageReason.EMPTY.word());
    }
    if (isRefusal(answer)) {
      return Optional.of(MessageReason.REFUSAL.word());
    }
    if (answer.length() > MOST) {
      return Optional.of(
          MessageReason.TOO_LONG.with("it has %d characters".formatted(answer.length())));
    }
    var placeholder = PLACEHOLDER.matcher(answer);
    if (placeholder.find()) {
      return Optional.of(MessageReason.PLACEHOLDER.with(placeholder.group()));
    }
    return leaked(answer, shown).or(() -> inOther(answer, language));
  }

  private static boolean isRefusal(String answer) {
    var beginning =
        answer
            .strip()
            .substring(0, Math.min(BEGINNING, answer.strip().length()))
            .replace('’', '\'');
    return REFUSALS.stream().anyMatch(one -> one.matcher(beginning).find());
  }

  private static Optional<String> leaked(String answer, String shown) {
    if (ModelWriter.isOfPrompt(answer)) {
      return Optional.of(MessageReason.LEAKED.with("words of the prompt"));
    }
    return OrdersToModels.in(shown).repeatedIn(answer).map(MessageReason.LEAKED::with);
  }

  private Optional<String> inOther(String answer, String language) {
    if (language == null) {
      return Optional.empty();
    }
    return languages
        .insteadOf(language, answer)
        .map(found -> MessageReason.LANGUAGE.with("%s instead of %s".formatted(found, language)));
  }
}
