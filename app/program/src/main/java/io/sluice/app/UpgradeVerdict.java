package io.sluice.app;

import io.sluice.persistence.SchemaCopy;
import io.sluice.persistence.SchemaUpgrade;
import java.time.Duration;
import java.util.Optional;

/** What is to be done about an upgrade: what it would do and how that went come in. */
enum UpgradeVerdict {
  NOTHING("the schema is as this version has it: nothing is to be done"),
  NEW("there is no schema yet: the first node makes it"),
  ROLLING("nodes may go on meanwhile: replace them one by one (drain, replace the program, start)"),
  STOP_NODES("stop all nodes first, then start one of this version, then the others"),
  FAILS("do not upgrade yet: the steps failed on the copy"),
  TOO_OLD("this version is too old for the schema: use a later one");

  /** Who waits longer for a lock gives up, and its run starts again. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String words;

  UpgradeVerdict(String words) {
    this.words = words;
  }

  static UpgradeVerdict of(SchemaUpgrade upgrade, Optional<SchemaCopy.Trial> trial) {
    if (!upgrade.isForThisProgram()) {
      return TOO_OLD;
    }
    if (upgrade.from().isEmpty()) {
      return NEW;
    }
    if (upgrade.steps().isEmpty()) {
      return NOTHING;
    }
    if (trial.isPresent() && trial.get().failure() != null) {
      return FAILS;
    }
    boolean isSlow = trial.filter(one -> one.longest().compareTo(PATIENCE) > 0).isPresent();
    boolean isAlone = upgrade.nodes().isEmpty();
    return upgrade.nodesToStop().isEmpty() && (isAlone || !isSlow) ? ROLLING : STOP_NODES;
  }

  boolean isFine() {
    return this == NOTHING || this == NEW || this == ROLLING;
  }

  String words() {
    return words;
  }
}
