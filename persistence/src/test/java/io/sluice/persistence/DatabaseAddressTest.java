package io.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.settings.InvalidSettingException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

  @Test
  void reads_the_form_that_clouds_hand_out() {
    assertThat(DatabaseAddress.parse("postgres://ann:s3cret@db.example.org:6432/news"))
        .isEqualTo(new DatabaseAddress("db.example.org:6432", "news", "ann", "s3cret", ""));
  }

  @Test
  void reads_the_form_of_jdbc_with_user_and_password_as_parameters() {
    assertThat(
            DatabaseAddress.parse(
                "jdbc:postgresql://db:5433/news?user=ann&sslmode=require&password=s3cret"))
        .isEqualTo(new DatabaseAddress("db:5433", "news", "ann", "s3cret", "sslmode=require"));
  }

  @Test
  void without_a_port_it_is_the_one_of_postgresql() {
    assertThat(DatabaseAddress.parse("postgresql://db/news"))
        .isEqualTo(new DatabaseAddress("db:5432", "news", null, null, ""));
  }

  @Test
  void keeps_sslmode_and_other_parameters_for_the_driver() {
    var address = DatabaseAddress.parse("postgres://ann:pw@db/news?sslmode=require&loginTimeout=3");
    assertThat(address.jdbcUrl())
        .isEqualTo("jdbc:postgresql://db:5432/news?sslmode=require&loginTimeout=3");
  }

  @ParameterizedTest
  @CsvSource({
    "p%40ss, p@ss",
    "a%2Fb%3Ac%3F, a/b:c?",
    "a+b, a+b",
    "100%25, 100%",
    "p%C3%A4ss%20word, päss word",
    "a:b, a:b",
    "%26%3D%23, &=#"
  })
  void decodes_a_percent_encoded_password(String written, String meant) {
    assertThat(DatabaseAddress.parse("postgres://ann:" + written + "@db/news").password())
        .isEqualTo(meant);
    assertThat(DatabaseAddress.parse("jdbc:postgresql://db/news?password=" + written).password())
        .isEqualTo(meant);
  }

  @Test
  void an_empty_password_is_one_and_no_password_is_none() {
    assertThat(DatabaseAddress.parse("postgres://ann:@db/news").password()).isEmpty();
    assertThat(DatabaseAddress.parse("postgres://ann@db/news").password()).isNull();
  }

  @Test
  void takes_an_address_of_ipv6() {
    var address = DatabaseAddress.parse("postgres://ann:pw@[2001:db8::1]:6432/news");
    assertThat(address.host()).isEqualTo("[2001:db8::1]:6432");
    assertThat(address.jdbcUrl())
        .isEqualTo("jdbc:postgresql://[2001:db8::1]:6432/news?requireAuth=!password");
    assertThat(DatabaseAddress.parse("postgres://[::1]/news").host()).isEqualTo("[::1]:5432");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://ann:p@ss/wörd!&?%20@db:6432/news",
        "postgres://ann:s3cret@[::1]:6432/n%20ews?sslmode=require",
        "postgres://a%40b@db/news",
        "postgres://db/news"
      })
  void its_url_reads_back_as_the_same_address(String url) {
    var address =
        url.contains("!")
            ? new DatabaseAddress("db:6432", "news", "ann", "p@ss/wörd!&?%20", "")
            : DatabaseAddress.parse(url);
    assertThat(DatabaseAddress.parse(address.url())).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres://ann:s3cret@db", "postgres://ann:s3cret@db/?sslmode=require"})
  void refuses_a_url_that_names_no_database(String url) {
    assertThatThrownBy(() -> DatabaseAddress.parse(url))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("DATABASE_URL names no database: use ")
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3cret",
        "mysql://ann:s3cret@db/news",
        "jdbc:mysql://ann:s3cret@db/news",
        "postgres:s3cret",
        "postgres://ann:s3cret@/news",
        "postgres://ann:s3@cret@db/news",
        "postgres://ann:s3cret%zz@db/news",
        "postgres://ann:s3 cret@db/news",
        "postgres://ann:s3cret@db:port/news",
        "postgres://ann:s3cret@db:99999/news",
        "postgres://ann:s3cret@db:0/news",
        "://s3cret"
      })
  void refuses_nonsense_without_repeating_it(String nonsense) {
    assertThatThrownBy(() -> DatabaseAddress.parse(nonsense))
        .isInstanceOf(InvalidSettingException.class)
        .hasNoCause()
        .hasMessageStartingWith("DATABASE_URL ")
        .hasMessageContaining("postgres://user:password@host:port/database")
        .hasMessageNotContaining("s3");
  }

  @Test
  void for_messages_it_is_host_and_database_only() {
    assertThat(DatabaseAddress.parse("postgres://ann:s3cret@db/news?sslmode=require"))
        .hasToString("db:5432/news");
  }

  @Test
  void for_people_the_password_shows_as_stars() {
    assertThat(
            DatabaseAddress.parse("postgres://ann:s3cret@db/news?sslmode=require")
                .urlWithHiddenPassword())
        .isEqualTo("postgresql://ann:***@db:5432/news?sslmode=require");
    assertThat(DatabaseAddress.parse("postgres://ann@db/news").urlWithHiddenPassword())
        .isEqualTo("postgresql://ann@db:5432/news");
    assertThat(DatabaseAddress.parse("postgres://db/news?password=s3cret").urlWithHiddenPassword())
        .doesNotContain("s3cret");
  }

  @Test
  void for_other_programs_the_password_is_left_out() {
    assertThat(
            DatabaseAddress.parse("postgres://ann:s3cret@db/news?sslmode=require")
                .urlWithoutPassword())
        .isEqualTo("postgresql://ann@db:5432/news?sslmode=require");
  }

  @Test
  void a_host_may_have_an_underscore_as_services_of_compose_do() {
    assertThat(DatabaseAddress.parse("postgres://ann:pw@my_db:5433/news"))
        .isEqualTo(new DatabaseAddress("my_db:5433", "news", "ann", "pw", ""));
    assertThat(DatabaseAddress.parse("postgres://my_db/news").host()).isEqualTo("my_db:5432");
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', !password",
    "sslmode=prefer, sslmode=prefer, !password",
    "a=b&sslmode=disable, a=b&sslmode=disable, !password",
    "sslmode=require&a=b, sslmode=require&a=b, ",
    "a=b&sslmode=verify-full, a=b&sslmode=verify-full, ",
    "ssl=true, ssl=true, ",
    "requireAuth=password, '', password",
    "require_auth=scram-sha-256%2Cmd5&a=b, a=b, 'scram-sha-256,md5'",
    "a=b&require_auth=none&sslmode=require, a=b&sslmode=require, none",
    "xrequireAuth=none, xrequireAuth=none, !password",
  })
  void a_password_is_not_sent_in_clear_text_unless_encrypted_or_asked_for(
      String parameters, String forPsql, String proof) {
    var address = DatabaseAddress.parse("postgres://ann:pw@db/news?" + parameters);
    assertThat(address.proof()).isEqualTo(Optional.ofNullable(proof));
    assertThat(address.url())
        .isEqualTo("postgresql://ann:pw@db:5432/news" + (forPsql.isEmpty() ? "" : "?" + forPsql));
    var told = DatabaseAddress.parse(address.jdbcUrl());
    assertThat(told.proof()).isEqualTo(address.proof());
    assertThat(address.jdbcUrl().split("requireAuth=", -1).length)
        .isEqualTo(proof == null ? 1 : parameters.startsWith("x") ? 3 : 2);
  }
}
