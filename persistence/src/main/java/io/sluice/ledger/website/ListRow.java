package io.sluice.ledger.website;

/**
 * A row of a user's list of websites.
 *
 * @param row its place among the rows, from 1
 * @param line where it begins in the list, from 1
 * @param typed the address as the user has it
 * @param address in its normal form; null if that is none
 * @param assumed whether its scheme is not the user's
 * @param domain that is registered; empty if there is none
 * @param siteKey the same for rows that name the same site; empty if there is none
 * @param cells all that the user has in it, a JSON array of texts
 * @param problem a word for what is wrong with it; null if nothing is
 * @param detail what is special about that; may be null
 */
public record ListRow(
    long row,
    long line,
    String typed,
    String address,
    boolean assumed,
    String domain,
    String siteKey,
    String cells,
    String contactForm,
    String company,
    String industry,
    String problem,
    String detail) {}
