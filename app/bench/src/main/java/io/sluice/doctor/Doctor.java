package io.sluice.doctor;

import com.typesafe.config.Config;
import io.sluice.words.FeedAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Makes all checks of a system, one after another, so that none disturbs another: settings go in, a
 * diagnosis comes out. What depends on a check that has failed is skipped, and what was made for
 * any of them is removed.
 */
public final class Doctor {
  /** For a check that is told to end: less than who pressed Ctrl+C waits. */
  private static final int GRACE_MILLIS = 3000;

  private final Config config;
  private final Clock clock;
  private final Order order;
  private final List<Check> checks;

  /**
   * What is wanted of it.
   *
   * @param wanted rates that the system is to reach
   * @param feeds addresses of feeds that are looked at beside those in the database
   * @param only beginnings of names of checks, which are made with what they need; empty for all
   */
  public record Order(List<WantedRate> wanted, List<FeedAddress> feeds, List<String> only) {
    /** All checks, and no rate. */
    public static final Order ALL = new Order(List.of(), List.of(), List.of());

    public Order {
      wanted = List.copyOf(wanted);
      feeds = List.copyOf(feeds);
      only = List.copyOf(only);
    }
  }

  /**
   * @param clock this machine's
   * @throws IllegalArgumentException if a check is wanted that there is not
   */
  public Doctor(Config config, Clock clock, Order order) {
    this.config = config;
    this.clock = clock;
    this.order = order;
    checks = Checks.of(config, order.only());
  }

  /**
   * @param told of each check when it is made
   * @throws InterruptedException if the thread is interrupted; what was made is removed then, too
   */
  public Diagnosis examine(Consumer<Examined> told) throws InterruptedException {
    long began = System.nanoTime();
    var patient = new Patient(config, clock, order.feeds());
    var done = new ArrayList<Examined>();
    try (patient) {
      for (var check : checks) {
        var examined = examine(check, patient, done);
        done.add(examined);
        told.accept(examined);
      }
    }
    return Diagnosis.of(done, seconds(began), patient.leftBehind());
  }

  /**
   * Does work that is made up, as the settings are and as was advised.
   *
   * @param time that each is measured for
   * @param told of each proof when it is there
   * @throws InterruptedException if the thread is interrupted; what was made is removed then, too
   */
  public Proven prove(Diagnosis diagnosis, Duration time, Consumer<Proof> told)
      throws InterruptedException {
    var patient = new Patient(config, clock, List.of());
    List<Proof> proofs;
    try (patient) {
      proofs = new Proving(patient, time, told).of(diagnosis.work(), order.wanted());
    }
    return new Proven(proofs, patient.leftBehind());
  }

  /**
   * What was proved.
   *
   * @param leftBehind what could not be removed, in words
   */
  public record Proven(List<Proof> proofs, List<String> leftBehind) {
    static final Proven NOTHING = new Proven(List.of(), List.of());

    public Proven {
      proofs = List.copyOf(proofs);
      leftBehind = List.copyOf(leftBehind);
    }
  }

  private Examined examine(Check check, Patient patient, List<Examined> before)
      throws InterruptedException {
    long began = System.nanoTime();
    var missing = missing(check, before);
    var finding = missing.isEmpty() ? inTime(check, patient) : Finding.skipped(missing);
    if (finding.grade() == Grade.FAILED) {
      for (var kind : check.about().carries()) {
        var remedy = finding.remedy().orElseThrow();
        finding = finding.allowing(kind, 0, remedy.knob(), remedy.gain());
      }
    }
    return Examined.of(check, finding, order.wanted(), seconds(began));
  }

  /** Why it is not made; empty if it is. */
  private static String missing(Check check, List<Examined> before) {
    return before.stream()
        .filter(done -> check.about().needs().contains(done.name()))
        .filter(done -> done.grade() == Grade.FAILED || done.grade() == Grade.SKIPPED)
        .map(done -> "needs %s, which %s".formatted(done.name(), was(done.grade())))
        .findFirst()
        .orElse("");
  }

  private static String was(Grade grade) {
    return grade == Grade.FAILED ? "has failed" : "was skipped";
  }

  /** In a thread of its own, which is left alone where it does not end. */
  private static Finding inTime(Check check, Patient patient) throws InterruptedException {
    var limit = MachineLoad.patience(check.about().limit());
    var task = new FutureTask<>(() -> check.examine(patient));
    var thread = new Thread(task, "doctor-" + check.about().name().replace(' ', '-'));
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // What it makes in this moment is known only when it has.
      task.cancel(true);
      thread.join(GRACE_MILLIS);
      throw e;
    } catch (TimeoutException e) {
      // What it was about to make is removed by itself, if it ends.
      task.cancel(true);
      thread.join(GRACE_MILLIS);
      return MachineLoad.isBusy()
          ? Finding.failed(
              "given up after %d s, while %s".formatted(limit.toSeconds(), MachineLoad.words()),
              "other work on this machine: less of it, or " + check.about().knob(),
              "this can be measured")
          : Finding.failed(
              "given up after %d s".formatted(limit.toSeconds()),
              check.about().knob(),
              "work does not wait as long as this check did");
    } catch (ExecutionException e) {
      return Finding.failed(
          Words.failure(e.getCause()), check.about().knob(), "what needs it can work again");
    } catch (CancellationException e) {
      throw new IllegalStateException(e);
    } finally {
      task.cancel(true);
    }
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }
}
