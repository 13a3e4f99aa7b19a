package io.sluice.app;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import org.slf4j.LoggerFactory;

/** The log of the tests, which the program makes its own where it starts in their process. */
final class OwnLog {
  private OwnLog() {}

  /** It is everybody's: it goes back to where the tests have it. */
  static void asBefore() throws JoranException {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    new ContextInitializer(context).autoConfig();
  }
}
