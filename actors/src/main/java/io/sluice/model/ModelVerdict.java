package io.sluice.model;

/**
 * What a model says of a document.
 *
 * @param category one of those that were given
 * @param reason in its words, bounded and printable
 * @param model that says it was it
 * @param taken how many characters of the document it was shown
 * @param cut whether that is less than it was to be shown, since its context is too short
 * @param tokensIn of the prompt, as the endpoint counts; 0 if it does not
 * @param tokensOut of the answer, likewise
 */
public record ModelVerdict(
    String category,
    String reason,
    String model,
    int taken,
    boolean cut,
    int tokensIn,
    int tokensOut) {}
