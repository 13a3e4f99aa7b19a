package io.sluice.website;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChainCookiesTest {
  private static final URI A = URI.create("https://a.example/x");
  private static final URI PLAIN = URI.create("http://a.example/");
  private final ChainCookies cookies = new ChainCookies();

  @Test
  void are_told_to_the_host_that_has_set_them_alone() {
    cookies.take(A, List.of("one=1; Path=/; HttpOnly", "two = b c ;Secure", "one=3"));

    assertThat(cookies.of(A)).contains("two=b c; one=3");
    assertThat(cookies.of(PLAIN)).contains("one=3");
    assertThat(cookies.of(URI.create("https://www.a.example/"))).isEmpty();
    assertThat(new ChainCookies().of(A)).isEmpty();
  }

  @Test
  void what_is_taken_back_is_gone() {
    cookies.take(A, List.of("one=1"));
    cookies.take(A, List.of("one=; Max-Age=0"));

    assertThat(cookies.of(A)).isEmpty();
  }

  @Test
  void what_is_none_is_left_out() {
    cookies.take(
        A,
        List.of(
            "", "=1", "no", "a b=1", "c=1\u0001", "d=\u00e4", "e=1\r\nX: y", ";f=1", ";", ";;"));

    assertThat(cookies.of(A)).isEmpty();
  }

  @Test
  void they_are_few_and_short() {
    cookies.take(A, IntStream.range(0, 1000).mapToObj(i -> "c" + i + "=1").toList());
    assertThat(cookies.of(A).orElseThrow().split(";")).hasSize(20);

    var few = new ChainCookies();
    few.take(A, List.of("a=" + "1".repeat(4_000), "b=" + "1".repeat(200), "c=1"));
    assertThat(few.of(A).orElseThrow()).hasSizeLessThan(4_200).endsWith("; c=1");
  }
}
