package io.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever listens where PostgreSQL is looked for may ask for its password, and gets none. */
class ClearTextTest {
  private static final String PASSWORD = "s3cret";

  private static Database open(DatabaseAddress address) {
    return Database.open(address, new DatabaseSettings(Optional.of(address), Path.of(""), 2));
  }

  private static DatabaseAddress at(int port, String parameters) {
    return DatabaseAddress.parse(
        "postgres://ann:" + PASSWORD + "@127.0.0.1:" + port + "/news?" + parameters);
  }

  @Test
  void a_server_that_asks_for_the_password_in_clear_text_is_refused_with_a_remedy()
      throws IOException {
    try (var server = new ClearTextServer()) {
      var address = at(server.port(), "");
      assertThatThrownBy(() -> open(address))
          .isInstanceOfSatisfying(DatabaseException.class, e -> assertThat(e.isOutage()).isFalse())
          .hasMessageContaining("database 127.0.0.1:" + server.port() + "/news: ")
          .hasMessageContaining("sslmode=require")
          .hasMessageContaining("requireAuth=password")
          .hasMessageNotContaining(PASSWORD);
      assertThat(server.passwords()).isEmpty();
    }
  }

  @Test
  void who_asks_for_it_sends_it() throws IOException {
    try (var server = new ClearTextServer()) {
      assertThatThrownBy(() -> open(at(server.port(), "requireAuth=password")))
          .isInstanceOf(DatabaseException.class);
      assertThat(server.passwords()).contains(PASSWORD);
    }
  }

  /** One that lets everybody in has not shown that it is ours. */
  @Test
  void the_embedded_server_must_prove_that_it_knows_the_password(@TempDir Path dataDir)
      throws IOException {
    try (var server = new OldServer("18.6")) {
      int port = Integer.parseInt(server.host().split(":")[1]);
      var ours = ServerFiles.of(dataDir).prepare().address(port);
      var plain =
          new DatabaseAddress(
              ours.host(),
              ours.name(),
              ours.user(),
              ours.password(),
              ours.parameters() + "&sslmode=disable");
      assertThatThrownBy(() -> ServerDatabase.create(plain))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("not allowed");
    }
  }
}
