package io.sluice.tests.bench;

/**
 * How websites are asked by whoever is measured.
 *
 * @param atOnce sites
 * @param delaySeconds between two requests to one
 * @param timeoutSeconds of a page
 */
record BenchPace(int atOnce, int delaySeconds, int timeoutSeconds) {}
