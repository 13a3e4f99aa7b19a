package io.sluice.bottleneck;

import java.util.Locale;
import java.util.Optional;

/**
 * What holds the work of a node up.
 *
 * @param share of the time, from 0 to 1, or of what works at once
 * @param words a sentence, with figures
 * @param knob the setting to turn, by its name, or what else is meant; empty where there is none
 * @param gain what that should bring; empty where there is no knob
 */
public record Bottleneck(Cause cause, double share, String words, String knob, String gain) {
  /** What is waited for by as many runs, or for so much of the time, holds work up. */
  static final double MUCH = 0.5;

  /** What can hold work up. */
  public enum Cause {
    /** There is no work. */
    IDLE,
    /** Nothing for long: what is narrowest changes. */
    NOTHING,
    /** What is read comes slowly. */
    SOURCE,
    /** A site, or a host, lets only so many requests through. */
    ORIGIN,
    /** The cores, or the threads and processes that are let to use them. */
    CPU,
    /** The disk, or S3. */
    STORE,
    DATABASE,
    /** The memory that pictures, bodies or messages may take together. */
    MEMORY,
    /** Runs wait for one of a node's places, and nothing else is busy. */
    PLACES,
    /** A model is asked. */
    MODEL;

    /** As the API has it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Bottleneck of(Cause cause, double share, String words) {
    return new Bottleneck(cause, share, words, "", "");
  }

  Bottleneck turn(String setting, String brings) {
    return new Bottleneck(cause, share, words, setting, brings);
  }

  /** Empty where so few wait that it holds nothing up. */
  static Optional<Bottleneck> ifMuch(Bottleneck found) {
    return found.share() >= MUCH ? Optional.of(found) : Optional.empty();
  }

  /** How many there are, as people say it; what was seen is their mean. */
  static String many(double mean, String one, String more) {
    long whole = Math.max(1, Math.round(mean));
    return whole + " " + (whole == 1 ? one : more);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
  }

  /** Without what says nothing: {@code 2}, {@code 0.5}. */
  static String decimal(double value) {
    return String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
  }
}
