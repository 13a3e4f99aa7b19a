package io.sluice.model;

import io.sluice.http.Answer;
import io.sluice.http.Request;
import java.net.URI;

/** The manners of an endpoint: what is sent to it, and what its answers mean. */
interface ModelApi {
  /** Whom the origin is named by. */
  URI address();

  String model();

  /** All that changes what is answered, besides the request itself. */
  String parameters();

  Request request(ModelRequest request);

  /** Whether its answer means that a model is there. */
  Request lookUp();

  /**
   * An answer of any status to {@link #request}.
   *
   * @throws ModelFailure if it has no content that is whole
   */
  Reply read(Answer answer) throws ModelFailure;

  /**
   * Takes an answer to {@link #lookUp}.
   *
   * @throws ModelFailure if the model is not there
   */
  void checkFound(Answer answer) throws ModelFailure;

  /**
   * Whether the same request may be sent again at once, since the endpoint has told what it does
   * not take and will not be sent it any more.
   */
  boolean learns(Answer answer);

  /** What was answered, whatever it is. */
  record Reply(String content, String model, int tokensIn, int tokensOut) {}
}
