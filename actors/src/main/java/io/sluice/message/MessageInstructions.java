package io.sluice.message;

import io.sluice.message.MessageDrafts.Question;
import java.util.Locale;

/** What a model is told: what is the same in all requests comes first. */
final class MessageInstructions {
  private static final String TASK =
      """
      You write one message to a company, of which data is shown to you. The data was found on the \
      company's website. Tell nothing of the company that the data does not say. Write the whole \
      message, ready to be sent: no subject, no comment, no brackets to be filled in. A name in \
      braces such as {company_name} in the task stands for the line of that name in the data.
      """;

  private MessageInstructions() {}

  static String of(Question question) {
    return TASK + language(question.terms().language()) + "The task:\n" + question.instruction();
  }

  private static String language(String tag) {
    if (tag == null) {
      return "";
    }
    var name = Locale.forLanguageTag(tag).getDisplayLanguage(Locale.ENGLISH);
    return "Write in this language: " + (name.isEmpty() ? tag : name) + ".\n";
  }
}
