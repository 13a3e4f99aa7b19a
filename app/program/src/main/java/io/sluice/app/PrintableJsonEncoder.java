package io.sluice.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.sluice.terminal.Printable;

/** Writes an event as one line of JSON, in which no sign steers a terminal. */
final class PrintableJsonEncoder extends JsonEncoder {

  @Override
  public byte[] encode(ILoggingEvent event) {
    var line = new String(super.encode(event), UTF_8).stripTrailing();
    // Of what is no message, such as the logger's name, Logback escapes nothing.
    return (Printable.json(line).replace("\n", "\\n") + System.lineSeparator()).getBytes(UTF_8);
  }
}
