package io.sluice.view;

/** Where a channel is collected from. */
public record SourceView(
    String kind, String location, String chat, String since, long limit, Double intervalSeconds) {}
