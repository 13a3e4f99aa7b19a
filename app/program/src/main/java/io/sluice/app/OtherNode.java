package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.client.AnsweringNode;
import io.sluice.persistence.DatabaseSettings;
import java.util.Optional;

/**
 * A node that answers where commands ask one, while a command is about to use a database of its
 * own: whoever has a node may take what the command does for the node's work.
 */
final class OtherNode {
  private OtherNode() {}

  /** What is to be told of it; empty if there is none, or nothing is kept anyway. */
  static Optional<String> words(Config config) {
    if (ThrowawayDatabase.isOf(config)) {
      return Optional.empty();
    }
    return AnsweringNode.find().map(url -> words(url, DatabaseSettings.from(config)));
  }

  private static String words(String url, DatabaseSettings settings) {
    return ("a node answers at %s, which has another database and gets none of this: all goes to %s,"
            + " by this command. To have the node do it, set DATABASE_URL or DATA_DIR as it has them")
        .formatted(url, settings.dataDir());
  }
}
