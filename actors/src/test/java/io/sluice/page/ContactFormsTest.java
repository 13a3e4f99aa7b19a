package io.sluice.page;

import static io.sluice.page.MadePages.body;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms by which readers write to a site. */
class ContactFormsTest {
  @Test
  void a_form_is_told_with_its_fields() {
    var forms =
        body("<form action=send.php?x=1#top method=POST><label for=n>Your name *</label><input id=n name=name"
                + " required><label>Mail <input type=email name=mail aria-required=true></label>"
                + "<select name=topic><option>Tables</option></select><textarea name=text"
                + " placeholder='What can we do?'></textarea><input type=hidden name=token>"
                + "<input type=hidden name=page><div style='display:none'><input name=url></div>"
                + "<input name=fax_hp tabindex=-1><input name=z style='position:absolute; left: -5000px'>"
                + "<div class=g-recaptcha><textarea name=g-recaptcha-response></textarea></div>"
                + "<input type=submit value=Send><button>Go</button></form>")
            .contacts()
            .forms();
    assertThat(forms)
        .containsExactly(
            new ContactForm(
                "https://www.bergmann-moebel.de/send.php?x=1",
                "post",
                List.of(
                    new FormField("name", "text", "Your name *", true),
                    new FormField("mail", "email", "Mail", true),
                    new FormField("topic", "select", "", false),
                    new FormField("text", "textarea", "What can we do?", false)),
                2,
                3,
                true,
                false));
  }

  @Test
  void a_form_that_opens_later_is_seen_too() {
    var forms =
        body("<div class=modal style='display:none'><form><input name=name><input type=email name=email>"
                + "<textarea name=message></textarea><p hidden><input name=trap2></p></form></div>")
            .contacts()
            .forms();
    assertThat(forms).hasSize(1);
    assertThat(forms.get(0).fields()).hasSize(3);
    assertThat(forms.get(0).honeypots()).isEqualTo(1);
    assertThat(forms.get(0).address()).isEqualTo(MadePages.HOME.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<form role=search><input name=q></form>",
        "<form action=/search><input name=s><textarea name=more></textarea></form>",
        "<form><input type=email name=email><button>Subscribe</button></form>",
        "<form class=newsletter><input name=first><input name=last><input type=email name=email></form>",
        "<form><input name=user><input type=password name=pass></form>",
        "<form id=commentform action=/wp-comments-post.php><input name=author><input name=email><textarea"
            + " name=comment></textarea></form>",
        "<form action=/cart/add><input name=amount><textarea name=note></textarea></form>",
        "<form><input name=from><input name=to><input name=day></form>",
        "<textarea name=alone></textarea>"
      })
  void forms_for_something_else_are_passed_over(String form) {
    assertThat(body(form).contacts().forms()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Nachricht", "Message", "Mensaje", "Messaggio", "Mensagem", "Bericht", "Wiadomość",
            "Zpráva",
        "Meddelande", "Besked", "Melding", "Viesti", "Mesaj", "Сообщение", "Повідомлення",
            "お問い合わせ内容",
        "留言", "문의내용", "رسالة", "Μήνυμα", "Üzenet"
      })
  void a_form_without_a_large_field_is_told_by_its_labels(String label) {
    var form =
        "<form method=post><input name=f1><input type=email name=f2><label for=f3>%s</label><input id=f3"
            + " name=f3></form>";
    assertThat(body(form.formatted(label)).contacts().forms()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a href=https://bergmann.typeform.com/to/AbC>write</a>",
        "<iframe src=https://docs.google.com/forms/d/e/1/viewform></iframe>",
        "<iframe src=https://form.jotform.com/123></iframe>",
        "<form action=https://formspree.io/f/x method=post><input name=name><textarea name=m></textarea></form>"
      })
  void of_a_form_elsewhere_only_the_address_is_told(String html) {
    var forms = body(html).contacts().forms();
    assertThat(forms).hasSize(1);
    assertThat(forms.get(0).elsewhere()).isTrue();
    assertThat(forms.get(0).fields()).isEmpty();
    assertThat(forms.get(0).address()).startsWith("https://");
  }
}
