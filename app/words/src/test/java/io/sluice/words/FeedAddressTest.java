package io.sluice.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedAddressTest {
  @Test
  void an_address_has_its_parts() {
    var address = FeedAddress.of("rediss://worker:s%40cret@Redis.example:7000/2/file-events");
    assertThat(address.secure()).isTrue();
    assertThat(address.user()).contains("worker");
    assertThat(address.password()).contains("s@cret");
    assertThat(address.hosts()).containsExactly(new FeedAddress.Host("redis.example", 7000));
    assertThat(address.database()).isEqualTo(2);
    assertThat(address.stream()).isEqualTo("file-events");
    assertThat(address.shown()).isEqualTo("rediss://worker@redis.example:7000/2/file-events");
    assertThat(address.toString()).doesNotContain("cret");
  }

  @Test
  void what_is_not_said_is_as_usual() {
    var address = FeedAddress.of("redis://127.0.0.1/file-events");
    assertThat(address.hosts()).containsExactly(new FeedAddress.Host("127.0.0.1", 6379));
    assertThat(address.database()).isZero();
    assertThat(address.user()).isEmpty();
    assertThat(address.password()).isEmpty();
    assertThat(address.shown()).isEqualTo("redis://127.0.0.1:6379/file-events");
  }

  @Test
  void sentinels_tell_where_the_master_is() {
    var address = FeedAddress.of("redis-sentinel://:word@a,b:5000/events#main");
    assertThat(address.hosts())
        .isEqualTo(List.of(new FeedAddress.Host("a", 26379), new FeedAddress.Host("b", 5000)));
    assertThat(address.master()).isEqualTo(Optional.of("main"));
    assertThat(address.shown()).isEqualTo("redis-sentinel://a:26379,b:5000/events#main");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://h/s",
        "redis://h/0/s",
        "redis://h:6379/s",
        "redis://h/s?type=list",
        "redis://:secret@h/s",
        "rediss://someone@h/s"
      })
  void all_who_read_one_stream_have_one_place(String text) {
    assertThat(FeedAddress.of(text).place()).isEqualTo("h:6379/s");
  }

  @Test
  void a_key_may_be_said_to_be_a_list() {
    var list = FeedAddress.of("redis://h/2/minio?type=list");
    assertThat(list.list()).isTrue();
    assertThat(list.stream()).isEqualTo("minio");
    assertThat(list.shown()).isEqualTo("redis://h:6379/2/minio?type=list");
    assertThat(FeedAddress.of(list.shown())).isEqualTo(list);
    assertThat(FeedAddress.of("redis-sentinel://a/k?type=list#main").shown())
        .isEqualTo("redis-sentinel://a:26379/k?type=list#main");
    assertThat(FeedAddress.of("redis://h/minio").list()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"redis://h/3/s", "redis://h/a%2Fb%20c", "redis://h/5", "redis://[::1]:7/s"})
  void what_is_shown_is_the_same_address(String text) {
    var address = FeedAddress.of(text);
    assertThat(FeedAddress.of(address.shown())).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://:secret@h",
        "redis://:secret@h/",
        "http://:secret@h/s",
        "redis://:secret@h:0/s",
        "redis://:secret@h:99999/s",
        "redis://:secret@h h/s",
        "redis-sentinel://:secret@h/s",
        "redis://:secret%@h/s",
        "redis://user:1/secret@h/s",
        "redis://:secret@h/s%00"
      })
  void what_is_none_is_refused_and_no_password_is_told(String text) {
    assertThatThrownBy(() -> FeedAddress.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(must|its|has) .*")
        .hasMessageNotContaining("secret");
  }
}
