package io.sluice.ledger;

import java.util.Optional;

/**
 * A run that may begin.
 *
 * @param fence what its groups must hold up
 * @param deaths how many runs before it ended with their process, in a row and without progress
 * @param before which node had the run before this one, if it was another
 * @param cursor where the ledger stands, in JSON; empty at the very beginning
 */
public record RunStart(Fence fence, int deaths, Optional<String> before, Optional<String> cursor) {}
