package io.sluice.page;

/**
 * A number of a telephone.
 *
 * @param number in the form of E.164, such as {@code +4940123456}
 * @param written as it stands on the page
 * @param fax whether a fax machine answers
 * @param rule {@code tel}, {@code schema.org} or {@code text}
 */
public record Phone(String number, String written, boolean fax, String rule) {}
