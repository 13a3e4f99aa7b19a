package io.sluice.ledger.batch;

import java.util.Optional;

/**
 * A batch that is wanted.
 *
 * @param name unique; empty for one of ours
 * @param kind of its items, such as {@code files}
 * @param source where its items come from, in the kind's own form, a JSON object
 * @param requestKey of the caller, who gets the same batch again for the same key
 */
public record NewBatch(
    Optional<String> name, String kind, String source, Optional<String> requestKey) {}
