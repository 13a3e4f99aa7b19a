package io.sluice.ledger.feed;

/**
 * An entry that cannot be stored.
 *
 * @param entry its id
 * @param fields as they were, a JSON object
 * @param reason a word that others share
 * @param detail what is special about this one
 */
public record DeadLetter(String entry, String fields, String reason, String detail) {}
