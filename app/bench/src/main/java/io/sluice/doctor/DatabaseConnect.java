package io.sluice.doctor;

import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.ServerGreeting;
import java.time.Duration;

/** How long it takes to connect to the database: the network, TLS and the password apart. */
final class DatabaseConnect implements Check {
  static final String KNOB = "DATABASE_URL: host, port, name, user and password";

  /** An embedded server may have to be made first. */
  static final About ABOUT =
      About.of("database connect", "time to a connection: network, TLS, and who we are", 30, KNOB)
          .carrying(WorkKind.MESSAGES, WorkKind.PHOTOS, WorkKind.FILES, WorkKind.DOCUMENTS);

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final double SLOW_SECONDS = 0.5;

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) throws Exception {
    var address = patient.database();
    // The first of all loads classes.
    try {
      patient.connect().close();
    } catch (DatabaseException e) {
      return DatabaseRefusal.of(address, e);
    }
    patient.connected();
    var greeting = ServerGreeting.of(address, PATIENCE);
    long began = System.nanoTime();
    patient.connect().close();
    double all = (System.nanoTime() - began) / 1e9;
    double network = seconds(greeting.connect());
    // The driver uses what is offered, unless it is told not to.
    boolean secure = !address.parameters().matches("(.*&)?sslmode=(disable|allow)(&.*)?");
    double tls = secure ? greeting.tls().map(DatabaseConnect::seconds).orElse(0.0) : 0;
    var measured =
        "%s in all: network %s, TLS %s, the rest %s"
            .formatted(
                Words.millis(all),
                Words.millis(network),
                greeting.tls().isEmpty() ? "not offered" : secure ? Words.millis(tls) : "not used",
                Words.millis(Math.max(0, all - network - tls)));
    return all > SLOW_SECONDS
        ? Finding.warning(
            measured,
            "DATABASE_URL: a server or a pooler that is near",
            "nodes start, and come back after an outage, by so much sooner")
        : Finding.fine(measured);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
