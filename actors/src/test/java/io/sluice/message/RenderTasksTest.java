package io.sluice.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.message.MessageTasks;
import io.sluice.persistence.Waiting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that no model writes. */
class RenderTasksTest {
  private final MessageScene scene = new MessageScene();

  @AfterEach
  void close() {
    scene.close();
  }

  private void awaitAll() {
    Waiting.until(() -> scene.count("message_task") == 0);
  }

  @Test
  void each_row_has_its_message_once_by_whoever_wrote_it() {
    scene.batch(1, MessageScene.plain("Dear {{First Name}}, we like {{title}}."));
    scene.sites(1, 0, 4_999);
    for (int i = 0; i < 3; i++) {
      scene.renderer();
    }
    awaitAll();
    assertThat(scene.message(1, 17))
        .isEqualTo("[[GENERATED, null, Dear Ann17, we like Site number 17.]]");
    assertThat(
            scene.count(
                "websites WHERE message_status = 'GENERATED' AND message_model = 'none'"
                    + " AND message_version = 1 AND message_at IS NOT NULL"
                    + " AND generated_message = 'Dear Ann' || list_row || ', we like Site number ' || list_row || '.'"))
        .isEqualTo(5_000);
  }

  @Test
  void what_cannot_be_written_says_why() {
    scene.batch(1, MessageScene.plain("Dear {{first_name}}, {{title}} {{email}} {{{nonsense}}}"));
    scene.sites(1, 1, 1);
    scene.batch(2, MessageScene.plain("{{First Name}}: {{title}}, {{email}}"));
    scene.sites(2, 1, 1);
    scene.sites(
        2, 2, 2, "{\"title\": {\"value\": \"T\"}, \"emails\": [{\"value\": \"a@b.test\"}]}");
    scene.sites(
        2,
        3,
        3,
        "{\"title\": {\"value\": \"T\"}, \"main_text\": {\"value\": \"x\"}, \"emails\": [{\"value\": \"Boss@Shy.test\"}]}");
    scene.batch(3, MessageScene.plain("Dear {{First Name}}"));
    scene.sites(3, 4, 4, "{\"title\": {\"value\": \"T\"}}");
    scene.sites(3, 5, 5);
    scene.sites(3, 6, 6, "{\"pages\": [{\"address\": \"https://Led.Shy.test:1/x\"}]}");
    scene.execute("INSERT INTO sluice.do_not_contact (entry) VALUES ('shy.test'), ('a5.test')");
    scene.renderer();
    awaitAll();
    assertThat(scene.message(1, 1))
        .isEqualTo("[[FAILED, template: neither a column nor a fact is named nonsense, null]]");
    assertThat(scene.message(2, 1))
        .isEqualTo("[[NEEDS_REVIEW, missing: email, Ann1: Site number 1, ]]");
    assertThat(scene.message(2, 2)).isEqualTo("[[NEEDS_REVIEW, thin, Ann2: T, a@b.test]]");
    assertThat(scene.message(2, 3)).isEqualTo("[[SKIPPED, do_not_contact, null]]");
    assertThat(scene.message(3, 4)).isEqualTo("[[GENERATED, null, Dear Ann4]]");
    assertThat(scene.message(3, 5)).isEqualTo("[[SKIPPED, do_not_contact, null]]");
    assertThat(scene.message(3, 6)).isEqualTo("[[SKIPPED, do_not_contact, null]]");
  }

  @Test
  void a_batch_that_is_paused_has_none_written_until_it_goes_on() {
    scene.execute(
        """
        INSERT INTO sluice.batch (id, name, kind, source, state) OVERRIDING SYSTEM VALUE
        VALUES (1, 'held', 'websites', '{}', 'paused')
        """);
    scene.batch(1, MessageScene.plain("Dear {{First Name}}"));
    scene.sites(1, 0, 9);
    scene.batch(2, MessageScene.plain("Dear {{First Name}}"));
    scene.sites(2, 0, 9);
    scene.renderer();
    Waiting.until(() -> scene.count("message_task WHERE batch_id = 2") == 0);
    assertThat(scene.count("websites WHERE batch_id = 1 AND message_status = 'PENDING'"))
        .isEqualTo(10);
    scene.execute("UPDATE sluice.batch SET state = 'running'");
    awaitAll();
    assertThat(scene.count("websites WHERE message_status = 'GENERATED'")).isEqualTo(20);
  }

  @Test
  void what_one_that_is_gone_had_is_written_by_another() {
    scene.batch(1, MessageScene.plain("Dear {{First Name}}"));
    scene.sites(1, 0, 99);
    var tasks = new MessageTasks(scene.database);
    var gone = tasks.take(false, 50, MessageScene.LEASE);
    assertThat(gone).hasSize(50);
    scene.renderer();
    awaitAll();
    assertThat(scene.count("websites WHERE message_status = 'GENERATED'")).isEqualTo(100);
    tasks.renew(gone, Duration.ofHours(1));
    tasks.putOff(gone, "late");
    tasks.release(List.copyOf(gone));
    assertThat(scene.count("message_task")).isZero();
  }

  @Test
  void many_are_written_each_once() {
    scene.batch(1, MessageScene.plain("Dear {{First Name}}, we like {{title}} and {{main_text}}."));
    scene.sites(1, 0, 19_999);
    scene.renderer();
    awaitAll();
    assertThat(scene.count("websites WHERE message_status = 'GENERATED'")).isEqualTo(20_000);
  }
}
