package io.sluice.channel;

/**
 * What a channel is collected from, as it is kept in the journal.
 *
 * @param kind which kind of source, such as {@code telegram-export}
 * @param location where it is, in the words of that kind
 * @param part which part of it, such as a chat's identity
 * @param since messages sent before this time are left out, ISO-8601; empty for none
 * @param limit most messages of one collection; 0 for all
 */
public record SourceSpec(String kind, String location, String part, String since, long limit) {}
