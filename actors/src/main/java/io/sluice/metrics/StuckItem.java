package io.sluice.metrics;

import java.time.Duration;

/**
 * An item that has been in a stage for longer than it may.
 *
 * @param id tells it from all others of its node
 * @param stage where it is
 * @param channel whose it is
 * @param item what it is: a photo, a page, a group
 * @param age since when it is there
 * @param node where that is
 */
public record StuckItem(
    long id, Stage stage, String channel, String item, Duration age, String node) {}
