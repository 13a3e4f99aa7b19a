package io.sluice.run;

import java.util.Locale;

/** What a journal tells of the life of a channel or a batch, in words that people read. */
public interface LifeEvent {

  /** What happened, as its record is called: {@code run_started}. */
  default String word() {
    return word(getClass());
  }

  /** Why it did, or what it was about; empty where the word says all. */
  default String about() {
    return "";
  }

  /** The word of such events. */
  static String word(Class<?> event) {
    return event.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }
}
