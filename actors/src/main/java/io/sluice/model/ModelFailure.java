package io.sluice.model;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Why a model gave no answer: one line for people, with what to do where somebody can do something.
 */
public final class ModelFailure extends IOException {
  private final Kind kind;
  private final transient Optional<Instant> notBefore;

  /** What a failure is one of. */
  public enum Scope {
    /** The endpoint cannot at the moment: the same may be asked again later. */
    LATER,
    /** Nothing will be answered until somebody has done something. */
    ALL,
    /** This one request: asked again it fails again. */
    ONE
  }

  /** The kinds of failures. */
  public enum Kind {
    /** No connection, or no such name. */
    UNREACHABLE(Scope.LATER),
    /** The connection or the server broke in the middle of it. */
    BROKEN(Scope.LATER),
    /** It wants to be left alone, or all its places are taken. */
    BUSY(Scope.LATER),
    /** No whole answer within the limit of time. */
    TOO_SLOW(Scope.LATER),
    /** What was paid for is used up. */
    QUOTA(Scope.ALL),
    /** It has no such model. */
    MODEL_MISSING(Scope.ALL),
    /** The key is wrong, or the address is of something else. */
    DENIED(Scope.ALL),
    /** It refuses this request. */
    REFUSED(Scope.ONE),
    /** The answer has reached its longest length before its end. */
    CUT(Scope.ONE),
    /** The answer is not of the form that was asked for. */
    UNFIT(Scope.ONE),
    /** The prompt is longer than the context. */
    TOO_LONG(Scope.ONE);

    private final Scope scope;

    Kind(Scope scope) {
      this.scope = scope;
    }

    public Scope scope() {
      return scope;
    }
  }

  ModelFailure(Kind kind, String message) {
    this(kind, message, Optional.empty());
  }

  ModelFailure(Kind kind, String message, Optional<Instant> notBefore) {
    super(message);
    this.kind = kind;
    this.notBefore = notBefore;
  }

  public Kind kind() {
    return kind;
  }

  /** Before which asking again is in vain, as far as it is known. */
  public Optional<Instant> notBefore() {
    return notBefore;
  }

  ModelFailure until(Instant time) {
    return new ModelFailure(kind, getMessage(), Optional.of(time));
  }

  /**
   * What a request failed with, without the wrapper of a future.
   *
   * @throws CompletionException if that is no failure of a model
   */
  public static ModelFailure unwrapped(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof ModelFailure model) {
      return model;
    }
    throw new CompletionException(cause);
  }
}
