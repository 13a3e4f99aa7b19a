package io.sluice.view;

import java.util.Objects;

/**
 * What holds the work of the node up that answers.
 *
 * @param cause such as {@code database}
 * @param share of the time, or of what works at once, from 0 to 1
 * @param words a sentence
 * @param knob what to turn; empty where there is nothing
 * @param gain what that should bring
 */
public record BottleneckView(String cause, double share, String words, String knob, String gain) {
  static final BottleneckView UNKNOWN = new BottleneckView("nothing", 0, "", "", "");

  public BottleneckView {
    Objects.requireNonNull(cause, "no cause");
    words = words == null ? "" : words;
    knob = knob == null ? "" : knob;
    gain = gain == null ? "" : gain;
  }
}
