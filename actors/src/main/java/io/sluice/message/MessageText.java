package io.sluice.message;

import java.util.regex.Pattern;

/** What a model has written, without what models put around it. */
final class MessageText {
  private static final Pattern THOUGHT = Pattern.compile("(?s)^\\s*<think>.*?</think>");
  private static final Pattern FENCED = Pattern.compile("(?s)^\\s*```\\w*\\n(.*)```\\s*$");
  private static final Pattern UNPRINTED = Pattern.compile("[\\p{Cc}\\p{Cs}&&[^\n\t]]");

  private MessageText() {}

  static String of(String answer) {
    var bare = FENCED.matcher(THOUGHT.matcher(answer).replaceFirst("")).replaceFirst("$1");
    return UNPRINTED.matcher(bare.replace("\r\n", "\n")).replaceAll(" ").strip();
  }
}
