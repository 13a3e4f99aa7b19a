package io.sluice.app;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import io.sluice.terminal.Printable;
import java.nio.charset.Charset;

/**
 * Writes an event as one line, and a stack trace below it as it stands in the code. Whatever the
 * values and messages in them hold begins no line of its own and steers no terminal. Logback makes
 * it by its name.
 */
public final class PrintableLineEncoder extends PatternLayoutEncoder {

  /**
   * @param pattern of the line, without its end and without the exception
   */
  @Override
  public void setPattern(String pattern) {
    super.setPattern(pattern + "%nopex");
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    var thrown = event.getThrowableProxy();
    var lines =
        Printable.escaped(getLayout().doLayout(event))
            + System.lineSeparator()
            + (thrown == null ? "" : ThrowableProxyUtil.asString(new PrintableThrowable(thrown)));
    var charset = getCharset();
    return lines.getBytes(charset == null ? Charset.defaultCharset() : charset);
  }
}
