package io.sluice.doctor;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * A rate that somebody wants to reach: {@code files 50/s}.
 *
 * @param perSecond more than 0
 */
public record WantedRate(WorkKind kind, double perSecond) {
  private static final Pattern FORM =
      Pattern.compile("\\s*(\\p{Alpha}+)\\s+(\\d{1,9}(?:\\.\\d{1,6})?)\\s*/\\s*(s|min|h)\\s*");
  private static final Map<String, Integer> SECONDS = Map.of("s", 1, "min", 60, "h", 3600);

  /**
   * @throws IllegalArgumentException if it is none, with what is allowed
   */
  public static WantedRate of(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "must be a kind of work and a rate, such as \"files 50/s\" or \"documents 1000/h\", was "
              + text);
    }
    double perSecond = Double.parseDouble(form.group(2)) / SECONDS.get(form.group(3));
    if (perSecond <= 0) {
      throw new IllegalArgumentException("must be a rate above 0, was " + text);
    }
    return new WantedRate(WorkKind.of(form.group(1)), perSecond);
  }
}
