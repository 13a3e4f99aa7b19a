package io.sluice.bench;

/**
 * Files a second that a way of storing did.
 *
 * @param perSecond after what it stored first
 * @param firstPerSecond of what it stored first after its start; null where there was nothing
 */
record StoredFiles(double perSecond, Double firstPerSecond) {}
