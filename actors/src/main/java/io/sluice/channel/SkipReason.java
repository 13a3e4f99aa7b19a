package io.sluice.channel;

/** Why a message was left out on purpose. */
public enum SkipReason {
  SHORT,
  FORWARDED,
  EXCLUDED
}
