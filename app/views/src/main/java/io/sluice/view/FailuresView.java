package io.sluice.view;

import java.util.List;

/** A page of photos that have no file. */
public record FailuresView(List<Failure> failures, String next) {

  /** Why one of them has none. */
  public record Failure(
      String item,
      long message,
      String stage,
      String reason,
      String detail,
      long attempts,
      boolean retrying,
      String at) {}
}
