package io.sluice.bench;

import io.sluice.ledger.channel.Message;
import java.sql.SQLException;
import java.util.List;

/**
 * A way of storing messages.
 *
 * @param name as the report calls it
 * @param batch how many messages it is given at once
 */
record Way(String name, int batch, Storing storing) {

  /** Takes messages, and returns when they are committed. */
  interface Storing {
    void store(List<Message> messages) throws SQLException;
  }
}
