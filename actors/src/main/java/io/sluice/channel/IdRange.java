package io.sluice.channel;

/**
 * A stretch of message ids.
 *
 * @param from the lowest
 * @param to the highest
 */
public record IdRange(long from, long to) {
  @Override
  public String toString() {
    return from == to ? Long.toString(from) : from + " to " + to;
  }
}
