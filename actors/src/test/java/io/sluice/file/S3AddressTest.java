package io.sluice.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written of one object in several ways is one address, and its key is kept as it is. */
class S3AddressTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3://news            | s3://news/",
        "S3://news/           | s3://news/",
        "s3://news/a b        | s3://news/a%20b",
        "s3://news/a%20b      | s3://news/a%20b",
        "s3://news/%61        | s3://news/a",
        "s3://news/100%       | s3://news/100%25",
        "s3://news/a%2541     | s3://news/a%2541",
        "s3://news//a/../b/./ | s3://news//a/../b/./",
        "s3://news/?a#b+c     | s3://news/%3Fa%23b%2Bc",
        "s3://news/é          | s3://news/%C3%A9",
        "s3://my_bucket.x/a   | s3://my_bucket.x/a",
      })
  void one_object_has_one_address(String written, String address) throws URISyntaxException {
    var object = S3Address.of(written);
    assertThat(object).hasToString(address);
    assertThat(S3Address.of(address)).isEqualTo(object);
    assertThat(object.uri()).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://",
        "s3:///a",
        "s3://ab/c",
        "s3://a b c/d",
        "s3://*/a",
        "s3://me@host/a",
        "s3://arn:aws:s3:::x/a",
        "s3://host:9000/a",
        "s3://news/%FF",
        "https://news/a"
      })
  void what_is_none_is_refused(String written) {
    assertThatThrownBy(() -> S3Address.of(written)).isInstanceOf(URISyntaxException.class);
  }

  @Test
  void a_key_has_an_end() {
    assertThatThrownBy(() -> S3Address.of("s3://news/" + "é".repeat(513)))
        .hasMessageContaining("1024 bytes");
  }

  @Test
  void a_root_has_what_begins_so_and_one_has_all() throws URISyntaxException {
    var day = S3Address.root("s3://news/day/");
    assertThat(day.has(S3Address.of("s3://news/day/1"))).isTrue();
    assertThat(day.has(S3Address.of("s3://news/day"))).isFalse();
    assertThat(day.has(S3Address.of("s3://other/day/1"))).isFalse();
    assertThat(S3Address.root("s3://*").has(S3Address.of("s3://other"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://*", "s3://news/", "s3://news/day/"})
  void a_root_is_read_as_it_is_written(String root) throws URISyntaxException {
    var read = S3Address.root(root);
    assertThat(S3Address.root(read.uri().toString())).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource({
    "s3://news/a/b.jpg, b.jpg",
    "s3://news/a/, a",
    "s3://news/a%0Ab, a_b",
    "s3://news/..%5C..%5Cx, .._.._x",
    "s3://news/a/.., news",
    "s3://news///, news"
  })
  void a_file_from_there_has_a_name(String address, String name) throws URISyntaxException {
    assertThat(S3Address.of(address).fileName()).isEqualTo(name);
  }
}
