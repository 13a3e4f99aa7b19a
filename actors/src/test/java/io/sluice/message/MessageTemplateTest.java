package io.sluice.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ledger.message.MessageTerms;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageTemplateTest {
  private static final List<String> COLUMNS = List.of("Website", "First Name", "E-Mail (work)");

  private static String rendered(String template, Map<String, String> values) {
    return MessageTemplate.of(template).render(values);
  }

  private static void check(String template) {
    Messages.check(new MessageTerms.Terms(template, false, null, null), COLUMNS);
  }

  @Test
  void values_stand_as_they_are_and_are_never_read_as_a_template() {
    assertThat(
            rendered(
                "Dear {{First Name}} of {{title}} & {{{title}}}",
                Map.of("First Name", "<Ann>", "title", "{{secret}} {{> x}}", "secret", "no")))
        .isEqualTo("Dear <Ann> of {{secret}} {{> x}} & {{secret}} {{> x}}");
  }

  @Test
  void a_section_is_for_what_is_there() {
    var template = "{{#phone}}Call {{phone}}, {{title}}.{{/phone}}{{^phone}}No phone.{{/phone}}";
    assertThat(rendered(template, Map.of("phone", "7", "title", "A"))).isEqualTo("Call 7, A.");
    assertThat(rendered(template, Map.of("phone", "", "title", "A"))).isEqualTo("No phone.");
    assertThat(MessageTemplate.of(template).bareNames()).containsExactly("title");
  }

  @Test
  void nothing_is_called_and_nothing_is_read_from_elsewhere() {
    for (var hostile :
        List.of(
            "{{title.length}}",
            "{{title.class.name}}",
            "{{#title}}{{bytes}}{{/title}}",
            "{{getClass}}",
            "{{.}}",
            "{{this}}",
            "{{#title}}{{-index}}{{/title}}")) {
      assertThatThrownBy(() -> check(hostile))
          .as(hostile)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("neither columns nor facts");
    }
    assertThat(
            rendered(
                "{{title.length}}|{{getClass}}",
                Map.of("title", "abc", "title.length", "", "getClass", "")))
        .isEqualTo("|");
    for (var hostile :
        List.of("{{> partial}}", "{{<parent}}{{/parent}}", "{{$block}}x{{/block}}")) {
      assertThatThrownBy(() -> check(hostile))
          .as(hostile)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void an_unknown_name_is_told_with_those_there_are() {
    assertThatThrownBy(() -> check("Dear {{first_nam}}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("first_nam")
        .hasMessageContaining("first_name")
        .hasMessageContaining("company_name");
    check("{{First Name}} {{first_name}} {{e_mail_work}} {{company_name}} {{url}} {{main_text}}");
  }

  @Test
  void what_is_no_template_is_refused() {
    for (var wrong : List.of("", "  ", "{{#a}}", "{{a", "{{/a}}", "{{#website}}{{/title}}")) {
      assertThatThrownBy(() -> check(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("template");
    }
    assertThatThrownBy(() -> check("x".repeat(1 << 20))).hasMessageContaining("65536 bytes");
    var deep = "{{#website}}".repeat(2_000) + "x" + "{{/website}}".repeat(2_000);
    try {
      check(deep);
      assertThat(rendered(deep, Map.of("website", "y"))).isEqualTo("x");
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("sections");
    }
  }

  @Test
  void what_comes_out_is_bounded() {
    var many = "{{title}}".repeat(7_000);
    assertThatThrownBy(() -> rendered(many, Map.of("title", "x".repeat(20_000))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100000 characters");
  }
}
