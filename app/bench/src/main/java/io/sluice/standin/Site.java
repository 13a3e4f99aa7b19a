package io.sluice.standin;

/**
 * Turns a request into an answer, on the thread of its connection and after as long as it takes.
 */
interface Site {
  Reply answer(VisitRequest request) throws InterruptedException;
}
