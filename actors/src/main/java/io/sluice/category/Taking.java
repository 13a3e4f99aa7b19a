package io.sluice.category;

import io.sluice.ledger.category.ClassificationTasks.Taken;
import io.sluice.ledger.category.Classifications.Result;
import io.sluice.ledger.category.Verdict;
import io.sluice.words.CategoryName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes texts on: out come those that are to be classified, and what is known of others at once.
 * Blocks.
 */
final class Taking {
  private static final Logger LOG = LoggerFactory.getLogger(Taking.class);

  /** One whose taking ended so often without a word is not tried again. */
  private static final int MOST_LOST = 5;

  private static final HexFormat HEX = HexFormat.of();

  private final ClassifierNode node;

  Taking(ClassifierNode node) {
    this.node = node;
  }

  /**
   * What was taken on.
   *
   * @param classifier for those that are to be classified; null where nothing was taken
   * @param open texts that are to be classified
   * @param known what has become of the others
   */
  record Took(Classifier classifier, List<Taken> open, Map<Taken, Result> known) {
    static final Took NOTHING = new Took(null, List.of(), Map.of());

    boolean isNothing() {
      return open.isEmpty() && known.isEmpty();
    }
  }

  /**
   * @param apart whether one is taken that may have ended its process, and no other
   */
  Took take(boolean apart, int most) {
    if (!node.tasks().areDue()) {
      return Took.NOTHING;
    }
    // What is new is learned before anything is held.
    node.present().get();
    var taken = apart ? node.tasks().takeLost(node.lease()) : node.tasks().take(most, node.lease());
    if (taken.isEmpty()) {
      return Took.NOTHING;
    }
    try {
      // What was asked for since a change is decided by what is there since that.
      return sorted(taken, node.present().get());
    } catch (RuntimeException e) {
      release(taken, e);
      throw e;
    }
  }

  private void release(List<Taken> taken, RuntimeException cause) {
    try {
      node.tasks().release(taken);
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private Took sorted(List<Taken> taken, Optional<Classifier> present) {
    if (present.isEmpty()) {
      node.tasks().forgetNeedless(taken);
      return Took.NOTHING;
    }
    var version = present.get().version();
    var known = node.classifications().known(taken, version);
    return new Sorting(present.get(), known).sort(taken);
  }

  private final class Sorting {
    private final Classifier classifier;
    private final Set<String> before;
    private final List<Taken> open = new ArrayList<>();
    private final List<Taken> needless = new ArrayList<>();
    private final Map<Taken, Result> known = new HashMap<>();

    Sorting(Classifier classifier, Set<String> before) {
      this.classifier = classifier;
      this.before = new HashSet<>(before);
    }

    Took sort(List<Taken> taken) {
      for (var task : taken) {
        if (task.sample() == null) {
          needless.add(task);
        } else if (before.contains(key(task))) {
          known.put(task, new Result(task, classifier.version(), null));
        } else if (task.lost() >= MOST_LOST) {
          known.put(task, new Result(task, classifier.version(), givenUp(task)));
        } else {
          open.add(task);
        }
      }
      if (!needless.isEmpty()) {
        node.tasks().forgetNeedless(needless);
      }
      return new Took(classifier, open, known);
    }
  }

  private static String key(Taken task) {
    return HEX.formatHex(task.textHash());
  }

  private static Verdict givenUp(Taken task) {
    LOG.warn("Text {} is not classified: {} that tried have ended", key(task), task.lost());
    return new Verdict(
        CategoryName.OTHER,
        true,
        "given up: whoever classified it ended, %d times".formatted(task.lost()),
        List.of(),
        null,
        "none");
  }
}
