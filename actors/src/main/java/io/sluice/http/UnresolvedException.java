package io.sluice.http;

/** The name was not looked up in time, which is not its host's doing; trying again may help. */
public final class UnresolvedException extends HttpFailure {
  UnresolvedException(String message) {
    super(message, null, Reason.DNS_TIMEOUT);
  }
}
