package io.sluice.ledger.feed;

import io.sluice.words.FeedAddress;

/**
 * A feed that somebody wants: there is one of each stream and group.
 *
 * @param address with its password, if it has one
 */
public record NewFeed(FeedAddress address, String group) {}
