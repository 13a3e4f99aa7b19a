package io.sluice.model;

/** A key that is sent to an endpoint, and never shown. */
final class ApiKey {
  private final String value;

  ApiKey(String value) {
    this.value = value;
  }

  /** As a request has it in its header Authorization. */
  String header() {
    return "Bearer " + value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
