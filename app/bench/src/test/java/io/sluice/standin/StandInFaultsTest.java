package io.sluice.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Shows that each fault that can be asked for reaches the client and is on record. */
class StandInFaultsTest {
  @Test
  void a_flood_closes_the_pages_and_records_who_came_too_early() throws Exception {
    var options = StandInOptions.defaults().withFloodEvery(2).withRetryAfter(4);
    try (var standIn = StandIn.start(options)) {
      var visitor = new Visitor(standIn);
      assertThat(visitor.get("/s/harbournews1").statusCode()).isEqualTo(200);
      var flooded = visitor.get("/s/harbournews1?before=50");
      assertThat(flooded.statusCode()).isEqualTo(429);
      assertThat(flooded.headers().firstValue("Retry-After")).contains("4");
      assertThat(visitor.get("/telegram/400").statusCode()).isEqualTo(429);
      assertThat(standIn.record().earlyRequests()).isEqualTo(1);
      var closing = standIn.record().closings().get(0);
      assertThat(closing.firstAfterMillis()).isNull();
      Thread.sleep(Math.max(0, closing.dueMillis() - System.currentTimeMillis()) + 1);
      assertThat(visitor.get("/telegram/400").statusCode()).isEqualTo(200);
      var record = standIn.record();
      assertThat(record.closings().get(0).firstAfterMillis())
          .isGreaterThanOrEqualTo(closing.dueMillis());
      assertThat(record.pageRequests()).hasSize(4);
      assertThat(record.maxPagesIn10s()).isEqualTo(4);
      assertThat(record.requestsByChannel()).containsEntry("telegram", 2L);
      standIn.flood(Duration.ZERO);
      assertThat(visitor.get("/s/telegram").headers().firstValue("Retry-After")).isEmpty();
    }
  }

  @Test
  void more_pages_than_the_limit_are_refused() throws Exception {
    try (var standIn = StandIn.start(StandInOptions.defaults().withPageLimitPerS(1))) {
      var visitor = new Visitor(standIn);
      for (var i = 0; i < 10; i++) {
        assertThat(visitor.get("/harbournews1").statusCode()).isEqualTo(200);
      }
      var refused = visitor.get("/harbournews1");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(standIn.record().overLimit()).isEqualTo(1);
    }
  }

  @Test
  void a_reset_is_an_error_for_the_client_and_so_is_a_server_that_is_down() throws Exception {
    try (var standIn = StandIn.start(StandInOptions.defaults().withResetPercent(100))) {
      var visitor = new Visitor(standIn);
      for (var i = 0; i < 6; i++) {
        assertThatThrownBy(() -> visitor.get("/s/harbournews1")).isInstanceOf(IOException.class);
      }
      assertThat(standIn.record().served("page reset")).isGreaterThanOrEqualTo(6);
    }
    try (var standIn = StandIn.start(StandInOptions.defaults())) {
      var visitor = new Visitor(standIn);
      standIn.down(true);
      assertThatThrownBy(() -> visitor.get("/s/harbournews1")).isInstanceOf(IOException.class);
      standIn.down(false);
      assertThat(visitor.get("/s/harbournews1").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_truncated_photo_ends_before_its_length() throws Exception {
    try (var standIn = StandIn.start(StandInOptions.defaults().withTruncatePercent(100))) {
      var visitor = new Visitor(standIn);
      var url = visitor.photoUrl();
      assertThatThrownBy(() -> visitor.bytes(url)).isInstanceOf(IOException.class);
      assertThat(standIn.record().served("photo cut")).isPositive();
    }
  }

  @Test
  void one_photo_can_be_answered_in_its_own_way() throws Exception {
    try (var standIn = StandIn.start(StandInOptions.defaults().withMessages(20))) {
      var visitor = new Visitor(standIn);
      var channel = standIn.channels().get(0);
      var id = channel.postPhoto("");
      var url = visitor.photoUrl();
      channel.answerPhoto(id, new PhotoAnswer.GzipBomb(5_000_001));
      var bomb = visitor.bytes(url);
      assertThat(bomb.length).isLessThan(20_000);
      try (var zeros = new GZIPInputStream(new ByteArrayInputStream(bomb))) {
        assertThat(zeros.readAllBytes()).hasSize(5_000_001);
      }
      channel.answerPhoto(id, new PhotoAnswer.Chunked());
      assertThat(visitor.get(url).headers().firstValue("Content-Length")).isEmpty();
      assertThat(visitor.bytes(url)).isEqualTo(channel.photoBytes(id));
      channel.answerPhoto(id, new PhotoAnswer.Status(503));
      assertThat(visitor.get(url).statusCode()).isEqualTo(503);
      channel.answerPhoto(id, new PhotoAnswer.Redirect(URI.create("http://10.0.0.1/")));
      assertThat(visitor.get(url).headers().firstValue("Location")).contains("http://10.0.0.1/");
      channel.answerPhoto(id, new PhotoAnswer.Fixed(new byte[] {1, 2}));
      assertThat(visitor.bytes(url)).containsExactly(1, 2);
    }
  }

  @Test
  void an_old_photo_address_is_gone_and_an_empty_page_can_lie() throws Exception {
    var options = StandInOptions.defaults().withPhotoUrlSeconds(5).withEmptyEvery(2);
    try (var standIn = StandIn.start(options)) {
      var visitor = new Visitor(standIn);
      var url = visitor.photoUrl();
      Thread.sleep(5_100);
      assertThat(visitor.get(url).statusCode()).isEqualTo(404);
      assertThat(visitor.get(visitor.photoUrl()).statusCode()).isEqualTo(200);
      assertThat(visitor.page("/s/harbournews1?before=90")).contains("data-post");
      assertThat(visitor.page("/s/harbournews1?before=90")).contains("no_messages_found");
      assertThat(standIn.record().served("false end 200")).isEqualTo(1);
    }
  }

  @Test
  void during_a_soft_ban_nothing_seems_to_exist() throws Exception {
    var options = StandInOptions.defaults().withSoftBanEvery(2).withSoftBanSeconds(60);
    try (var standIn = StandIn.start(options)) {
      var visitor = new Visitor(standIn);
      assertThat(visitor.page("/telegram/400")).contains("Telegram: View @telegram");
      assertThat(visitor.page("/s/harbournews1")).contains("Telegram: Contact @HarbourNews1");
      assertThat(visitor.page("/telegram/400")).contains("Telegram: Contact @telegram");
      assertThat(standIn.record().served("soft ban 200")).isEqualTo(2);
    }
  }

  @Test
  void a_trickled_photo_takes_a_second_for_each_byte() throws Exception {
    try (var standIn = StandIn.start(StandInOptions.defaults())) {
      var visitor = new Visitor(standIn);
      var channel = standIn.channels().get(0);
      channel.answerPhoto(channel.postPhoto(""), new PhotoAnswer.Trickle());
      try (var photo = URI.create(visitor.photoUrl()).toURL().openStream()) {
        assertThat(photo.read()).isEqualTo(0xff);
        assertThat(photo.available()).isZero();
      }
    }
  }
}
