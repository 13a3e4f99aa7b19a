package io.sluice.ledger.batch;

/** Another batch has this name. */
public final class NameTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NameTakenException(String name) {
    super("there is a batch with the name " + name + " already");
  }
}
