package io.sluice.category;

import io.sluice.ledger.category.ClassificationTasks;
import io.sluice.ledger.category.Classifications;
import io.sluice.metrics.ClassificationMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a node classifies with.
 *
 * @param present what classifies now; may block
 * @param lease for how long texts are taken on; while they are worked on, it is renewed
 */
record ClassifierNode(
    ClassificationTasks tasks,
    Classifications classifications,
    Supplier<Optional<Classifier>> present,
    ClassificationMetrics metrics,
    Duration lease) {}
