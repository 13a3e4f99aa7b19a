package io.sluice.batch;

import io.sluice.ledger.batch.BatchPhase;

/**
 * A batch's life, as its journal tells it: a record for each phase. What has happened is never
 * refused, so each event leads somewhere from each phase.
 */
public sealed interface BatchState {
  BatchState NEW = new Absent();

  BatchPhase phase();

  /** Null before the batch is created. */
  Batch.Upload upload();

  /** Whether all its items are listed. */
  boolean isListed();

  /** Why it failed; empty otherwise. */
  default String reason() {
    return "";
  }

  // ---- phases

  /** There is no such batch. */
  record Absent() implements BatchState {

    @Override
    public BatchPhase phase() {
      return BatchPhase.CREATED;
    }

    @Override
    public Batch.Upload upload() {
      return null;
    }

    @Override
    public boolean isListed() {
      return false;
    }
  }

  /** It was removed, and nothing is left of it. */
  record Gone() implements BatchState {

    @Override
    public BatchPhase phase() {
      return BatchPhase.REMOVING;
    }

    @Override
    public Batch.Upload upload() {
      return null;
    }

    @Override
    public boolean isListed() {
      return false;
    }
  }

  /** There is a batch. */
  sealed interface Present extends BatchState {}

  /** Its items are worked on. */
  record Active(Batch.Upload upload, boolean isListed) implements Present {

    @Override
    public BatchPhase phase() {
      return isListed ? BatchPhase.RUNNING : BatchPhase.LISTING;
    }
  }

  /** Somebody stopped it. */
  record Paused(Batch.Upload upload, boolean isListed) implements Present {

    @Override
    public BatchPhase phase() {
      return BatchPhase.PAUSED;
    }
  }

  /** Every item has an end. */
  record Completed(Batch.Upload upload) implements Present {

    @Override
    public BatchPhase phase() {
      return BatchPhase.COMPLETED;
    }

    @Override
    public boolean isListed() {
      return true;
    }
  }

  /** Somebody has stopped it for good. */
  record Cancelled(Batch.Upload upload, boolean isListed) implements Present {

    @Override
    public BatchPhase phase() {
      return BatchPhase.CANCELLED;
    }
  }

  /** Its items could not be listed, or their work failed again and again; it can be resumed. */
  record Failed(Batch.Upload upload, boolean isListed, String reason) implements Present {

    @Override
    public BatchPhase phase() {
      return BatchPhase.FAILED;
    }
  }

  /**
   * It is being deleted.
   *
   * @param purge whether with what was stored of its items
   */
  record Removing(Batch.Upload upload, boolean isListed, boolean purge) implements Present {

    @Override
    public BatchPhase phase() {
      return BatchPhase.REMOVING;
    }
  }

  // ---- transitions

  default BatchState created(Batch.Created event) {
    return new Active(event.upload(), false);
  }

  default BatchState listed(Batch.Listed event) {
    return this instanceof Paused ? new Paused(upload(), true) : new Active(upload(), true);
  }

  default BatchState paused(Batch.Paused event) {
    return new Paused(upload(), isListed());
  }

  default BatchState resumed(Batch.Resumed event) {
    return new Active(upload(), isListed());
  }

  default BatchState completed(Batch.Completed event) {
    return new Completed(upload());
  }

  default BatchState cancelled(Batch.Cancelled event) {
    return new Cancelled(upload(), isListed());
  }

  default BatchState failed(Batch.Failed event) {
    return new Failed(upload(), isListed(), event.reason());
  }

  /** Of a batch that is wholly removed the journal has no other event. */
  default BatchState removed(Batch.Removed event) {
    return upload() == null ? new Gone() : new Removing(upload(), isListed(), event.purge());
  }
}
