package io.sluice.embedding;

/** Why there is no vector of a text: its process ended or cannot be started. */
public final class EmbeddingException extends RuntimeException {

  EmbeddingException(String message) {
    super(message);
  }

  EmbeddingException(String message, Throwable cause) {
    super(message, cause);
  }
}
