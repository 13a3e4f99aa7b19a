package io.sluice.origin;

import io.sluice.ledger.ClosedOrigins;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/**
 * What the origins of a node share.
 *
 * @param clock the same time on all nodes
 * @param licence whether this node may still give permits: if not, another one may be doing so
 * @param closed where it stands which are closed
 */
public record OriginNode(
    OriginSettings settings, Clock clock, BooleanSupplier licence, ClosedOrigins closed) {}
