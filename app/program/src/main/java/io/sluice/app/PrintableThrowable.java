package io.sluice.app;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.sluice.terminal.Printable;
import java.util.Arrays;

/** A failure whose messages are one printable line each. */
record PrintableThrowable(IThrowableProxy thrown) implements IThrowableProxy {

  private static IThrowableProxy of(IThrowableProxy thrown) {
    return thrown == null ? null : new PrintableThrowable(thrown);
  }

  @Override
  public String getMessage() {
    var message = thrown.getMessage();
    return message == null ? null : Printable.escaped(message);
  }

  @Override
  public String getClassName() {
    return thrown.getClassName();
  }

  @Override
  public StackTraceElementProxy[] getStackTraceElementProxyArray() {
    return thrown.getStackTraceElementProxyArray();
  }

  @Override
  public int getCommonFrames() {
    return thrown.getCommonFrames();
  }

  @Override
  public IThrowableProxy getCause() {
    return of(thrown.getCause());
  }

  @Override
  public IThrowableProxy[] getSuppressed() {
    return Arrays.stream(thrown.getSuppressed())
        .map(PrintableThrowable::of)
        .toArray(IThrowableProxy[]::new);
  }

  @Override
  public boolean isCyclic() {
    return thrown.isCyclic();
  }
}
