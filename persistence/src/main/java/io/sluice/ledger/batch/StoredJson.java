package io.sluice.ledger.batch;

/** A value of results that is JSON: text among columns, and itself among values of JSON. */
public record StoredJson(String text) {

  /** Null for null. */
  public static StoredJson of(String text) {
    return text == null ? null : new StoredJson(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
