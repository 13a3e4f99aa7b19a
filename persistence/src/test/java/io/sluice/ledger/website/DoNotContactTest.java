package io.sluice.ledger.website;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DoNotContactTest {
  private static Database database;

  @BeforeAll
  static void openDatabase() {
    database = TestDatabase.open();
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  @Test
  void a_domain_stands_for_all_below_it_and_for_its_mail() {
    var list = new DoNotContact(database);
    assertThat(list.add(List.of("barred.example", "ann@open.example"))).isEqualTo(2);
    assertThat(list.add(List.of("barred.example", "other.example", "other.example"))).isOne();

    assertThat(
            list.of(
                List.of(
                    "barred.example",
                    "www.shop.barred.example",
                    "notbarred.example",
                    "example",
                    "info@mail.barred.example",
                    "ann@open.example",
                    "bob@open.example",
                    "open.example")))
        .containsExactlyInAnyOrder(
            "barred.example",
            "www.shop.barred.example",
            "info@mail.barred.example",
            "ann@open.example");
    assertThat(list.after("", 10))
        .containsExactly("ann@open.example", "barred.example", "other.example");
    assertThat(list.remove(List.of("other.example", "unknown.example"))).isOne();
  }
}
