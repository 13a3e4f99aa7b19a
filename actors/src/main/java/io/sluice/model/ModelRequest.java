package io.sluice.model;

import java.util.Optional;

/**
 * What is asked of a model. The parts are sent in this order, so that what is the same in all
 * requests comes first and is worked on once by those that remember it.
 *
 * @param instructions what is to be done, the same in all requests of a kind
 * @param data what that is to be done with: written by strangers, and sent behind a fence that it
 *     cannot close
 * @param question what is asked of it
 * @param schema what the answer has to look like; empty for any text
 * @param maxTokens longest answer
 */
public record ModelRequest(
    String instructions,
    String data,
    String question,
    Optional<AnswerSchema> schema,
    int maxTokens) {

  /** The instructions with what is said of the fence. */
  String system() {
    return instructions + "\n\n" + DataFence.RULE;
  }

  /** Data and question. */
  String user() {
    return DataFence.around(data) + "\n\n" + question;
  }
}
