package io.sluice.settings;

/** A setting that has a wrong value; the message names key, value and what is allowed. */
public final class InvalidSettingException extends IllegalArgumentException {
  private final String key;

  public InvalidSettingException(String key, String message) {
    super(key + " " + message);
    this.key = key;
  }

  /** The same with where the value comes from, such as {@code environment}. */
  public InvalidSettingException from(String origin) {
    return new InvalidSettingException(
        key, getMessage().substring(key.length() + 1) + " (" + origin + ")");
  }

  /** The setting's name as a user writes it, such as {@code BATCH_SIZE}. */
  public String key() {
    return key;
  }
}
