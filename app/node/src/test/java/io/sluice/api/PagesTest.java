package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Wire.Answer;
import io.sluice.node.ApiNode;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages are there without a token, are small, and take nothing from elsewhere. */
@ExtendWith(ApiNode.class)
class PagesTest {
  private static final int MOST = 200_000;
  private static final Pattern INLINE =
      Pattern.compile("<script(?![^>]* src=)|<style| style=| on[a-z]+=|javascript:");

  /** What is loaded or read from somewhere. */
  private static final Pattern LOADED =
      Pattern.compile("(?:(?:src|href)=\"|from '|url\\()([^\"')]*)");

  static Iterable<String> paths() {
    return Pages.PATHS;
  }

  private static Answer get(String path) {
    return Wire.ask(ApiNode.guarded(), "GET", path, List.of(), null);
  }

  @ParameterizedTest
  @MethodSource("paths")
  void each_part_is_served_with_a_policy_and_needs_no_token(String path) {
    var answer = get(path);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
        .doesNotContain("unsafe");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    var text = answer.text();
    if (path.endsWith("dashboard") || path.endsWith("upload")) {
      assertThat(INLINE.matcher(text).find()).isFalse();
    }
    if (!path.contains("uplot")) {
      LOADED
          .matcher(text)
          .results()
          .map(found -> found.group(1))
          .filter(from -> !from.equals("data:,"))
          .forEach(from -> assertThat(Pages.PATHS).contains(from));
    }
  }

  @Test
  void all_of_the_dashboard_is_small() {
    int bytes =
        Pages.PATHS.stream()
            .filter(path -> path.startsWith("/dashboard"))
            .mapToInt(path -> get(path).text().length())
            .sum();
    assertThat(bytes).isBetween(MOST / 4, MOST);
  }

  @Test
  void what_draws_the_lines_comes_with_its_licence() {
    assertThat(get("/dashboard/uplot-licence.txt").text()).contains("MIT License");
    assertThat(get("/dashboard/uplot.js").text()).contains("uPlot");
  }
}
