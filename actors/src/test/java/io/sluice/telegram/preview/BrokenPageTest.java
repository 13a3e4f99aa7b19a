package io.sluice.telegram.preview;

import static io.sluice.telegram.preview.Pages.block;
import static io.sluice.telegram.preview.Pages.textOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.telegram.preview.PreviewPage.Posts;
import io.sluice.telegram.preview.PreviewPage.Strange;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BrokenPageTest {
  private static final String CONTENT =
      Pages.more("4")
          + block(5, Pages.album(Pages.photo("5?single", "a"), Pages.video("6?single")))
          + block(
              7, textOf("<b>bold <a href=\"/x\">link</a></b><br><i class=\"emoji\"><b>⚓</b></i>"))
          + block(8, "service_message", textOf("Channel created"), "");

  @Test
  void a_page_cut_anywhere_is_strange_and_not_a_page_with_fewer_posts() {
    var page = Pages.history("", CONTENT);
    int end = page.indexOf("</html");
    var bytes = page.getBytes(StandardCharsets.UTF_8);
    assertThat(Pages.parse(page)).isInstanceOf(Posts.class);

    for (int length = 0; length < bytes.length; length += 97) {
      var cut = new String(Arrays.copyOf(bytes, length), StandardCharsets.UTF_8);
      if (cut.length() < end) {
        assertThat(Pages.parse(cut)).as("cut at %d", length).isInstanceOf(Strange.class);
      }
    }
  }

  @Test
  void a_part_of_a_page_cut_anywhere_is_read_without_failing() throws JsonProcessingException {
    var answer = new ObjectMapper().writeValueAsString(CONTENT);
    for (var part : new String[] {CONTENT, answer}) {
      for (int length = 0; length < part.length(); length += 7) {
        var cut = part.substring(0, length);
        assertThatCode(() -> Pages.parse(cut)).doesNotThrowAnyException();
      }
    }
  }

  @Test
  void bytes_of_any_kind_are_strange() {
    var random = new Random(97);
    for (int round = 0; round < 200; round++) {
      var bytes = new byte[random.nextInt(5000)];
      random.nextBytes(bytes);
      assertThat(Pages.parse(new String(bytes, StandardCharsets.ISO_8859_1)))
          .isInstanceOf(Strange.class);
    }
  }

  @Test
  void a_page_with_bytes_changed_is_read_without_failing() {
    var random = new Random(98);
    var page = Pages.history("", CONTENT);
    for (int round = 0; round < 1000; round++) {
      var changed = new StringBuilder(page);
      for (int i = 0; i < 20; i++) {
        changed.setCharAt(
            random.nextInt(page.length()), "<>\"'/&=; 9x\u0000".charAt(random.nextInt(12)));
      }
      assertThatCode(() -> Pages.parse(changed.toString())).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n",
        "\"",
        "\"\"",
        "\"\\ud83d\"",
        "null",
        "[1]",
        "{\"ok\":false}",
        "<",
        "<!--"
      })
  void an_answer_with_nothing_in_it_is_strange(String answer) {
    assertThat(Pages.parse(answer)).isInstanceOf(Strange.class);
  }

  @Test
  void no_answer_and_no_address_are_no_failure() {
    assertThat(PreviewPage.parse(null, null)).isEqualTo(new Strange("an empty answer"));
    assertThat(PreviewPage.parse(CONTENT, null)).isInstanceOf(Posts.class);
    assertThat(PreviewPage.parse(CONTENT, URI.create("mailto:x@example.org")))
        .isInstanceOf(Posts.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div>",
        "<b>x",
        "<blockquote>x",
        "<a href=\"/x\">x",
        "<div class=\"tgme_widget_message\" data-post=\"Harbour_News/5\">",
        "<div class=\"tgme_widget_message_grouped_wrap\"><a href=\"/Harbour_News/9?single\">",
        "<div class=\"tgme_widget_message_text js-message_text\">x",
      })
  void two_megabytes_of_elements_in_elements_are_read(String element) {
    var html = block(5, textOf(element.repeat(2_000_000 / element.length())));

    assertThat(Pages.parse(html)).isNotNull();
  }

  @Test
  void two_megabytes_of_posts_are_read() {
    var page = new StringBuilder();
    for (int id = 1; page.length() < 2_000_000; id++) {
      page.append(block(id, textOf("post " + id)));
    }

    assertThat(Pages.posts(page.toString()).posts()).hasSizeGreaterThan(2000);
  }
}
