package io.sluice.standin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.standin.StandInPost.Kind;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Shows that the stand-in's pages and photos tell the truth that it gives to tests. */
class StandInTest {
  @Test
  void paging_by_the_pages_own_cursor_gives_every_announced_id_once() throws Exception {
    try (var standIn = StandIn.start(StandInOptions.defaults().withMessages(313))) {
      var visitor = new Visitor(standIn);
      var channel = standIn.channel("harbournews2");
      var seen = new ArrayList<Long>();
      for (var path = "/s/HARBOURNEWS2"; path != null; ) {
        var page = visitor.page(path);
        path = Visitor.first(Visitor.OLDER, page);
        seen.addAll(Visitor.ids(page));
        assertThat(Visitor.all(Visitor.BLOCK, page)).hasSizeLessThanOrEqualTo(20);
        assertThat(Visitor.ids(page)).isSorted().hasSizeLessThanOrEqualTo(25);
        assertThat(page).contains("data-post=\"HarbourNews2/").contains("rel=\"canonical\"");
      }
      assertThat(seen)
          .containsExactlyInAnyOrderElementsOf(
              channel.posts().stream().map(StandInPost::id).toList())
          .hasSize(313);
      assertThat(channel.posts().get(312).id()).isGreaterThan(313);
      assertThat(visitor.page("/s/harbournews2?before=1")).contains("no_messages_found");
      assertThat(standIn.record().messages()).isEqualTo(3 * 313);
      assertThat(standIn.record().photos()).isEqualTo(3 * 125);
    }
  }

  @Test
  void an_album_is_one_block_whose_photos_have_ids_of_their_own() throws Exception {
    try (var standIn = StandIn.start(StandInOptions.defaults().withMessages(30))) {
      var visitor = new Visitor(standIn);
      var channel = standIn.channels().get(0);
      var album = channel.postAlbum(3, "Three & more");
      var page = visitor.page("/s/harbournews1");
      var block = page.substring(page.lastIndexOf("tgme_widget_message_wrap"));
      assertThat(Visitor.all(Visitor.BLOCK, block)).hasSize(1);
      assertThat(Visitor.all(Visitor.ALBUM_PHOTO, block).stream().map(found -> found.group(2)))
          .containsExactly(album + "", album + 1 + "", album + 2 + "");
      var text = "<div class=\"tgme_widget_message_text js-message_text\" dir=\"auto\">";
      assertThat(block).contains(text + text + "Three &amp; more</div></div>");
      channel.edit(album, "Fewer");
      channel.delete(album + 1);
      var later = visitor.page("/s/harbournews1");
      assertThat(later).contains("Fewer").contains("edited &nbsp;");
      assertThat(later).doesNotContain("/" + (album + 1) + "?single");
    }
  }

  @Test
  void each_state_of_a_channel_has_its_landing_page() throws Exception {
    try (var standIn = StandIn.start(StandInOptions.defaults())) {
      var visitor = new Visitor(standIn);
      assertThat(landing(visitor, standIn, ShownAs.MISSING)).contains("Telegram: Contact @Harbour");
      assertThat(landing(visitor, standIn, ShownAs.PRIVATE)).contains("Telegram: Contact @Harbour");
      assertThat(landing(visitor, standIn, ShownAs.GROUP))
          .contains("members, ")
          .contains(" online");
      assertThat(landing(visitor, standIn, ShownAs.PREVIEW_OFF))
          .contains("Telegram: View @HarbourNews1")
          .contains(" subscribers");
      assertThat(landing(visitor, standIn, ShownAs.RESTRICTED))
          .contains("can't be displayed because");
      var channel = standIn.channels().get(0);
      channel.state(ShownAs.SHELL);
      assertThat(visitor.page("/s/harbournews1")).contains("Telegram: Contact @HarbourNews1");
      channel.state(ShownAs.STRANGE);
      assertThat(visitor.page("/s/harbournews1")).doesNotContain("tgme_");
      channel.state(ShownAs.EMPTY);
      assertThat(visitor.page("/s/harbournews1"))
          .contains("tgme_channel_history")
          .contains("no_messages_found")
          .doesNotContain("rel=\"prev\"");
      assertThat(visitor.get("/s/nobody").headers().firstValue("Location")).contains("/nobody");
      assertThat(visitor.page("/nobody")).contains("<title>Telegram: Contact @nobody</title>");
      assertThat(visitor.page("/telegram/400")).contains("Telegram: View @telegram");
      standIn.softBan(Duration.ofMinutes(1));
      assertThat(visitor.page("/telegram/400")).contains("Telegram: Contact @telegram");
    }
  }

  @Test
  void photos_are_jpegs_and_no_two_are_the_same() throws Exception {
    try (var standIn = StandIn.start(StandInOptions.defaults().withMessages(80))) {
      var visitor = new Visitor(standIn);
      var pictures = new HashSet<Integer>();
      var photos = 0;
      for (var channel : standIn.channels()) {
        for (var post : channel.posts()) {
          for (var id : post.photoIds()) {
            var bytes = channel.photoBytes(id);
            var image = ImageIO.read(new ByteArrayInputStream(bytes));
            assertThat(image.getWidth()).isEqualTo(320);
            pictures.add(Arrays.hashCode(image.getRGB(0, 0, 320, 213, null, 0, 320)));
            photos++;
          }
        }
      }
      assertThat(pictures).hasSize(photos).hasSize(3 * 32);
      var url = visitor.photoUrl();
      assertThat(url).startsWith(standIn.photos().toString());
      assertThat(ImageIO.read(new ByteArrayInputStream(visitor.bytes(url)))).isNotNull();
      assertThat(standIn.record().served("photo 200")).isEqualTo(1);
      assertThat(visitor.get(url.replaceAll("-\\d+-", "-99999-")).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void a_restart_at_the_same_ports_serves_the_same_truth() throws Exception {
    var options = StandInOptions.defaults().withSeed(7);
    String before;
    try (var standIn = StandIn.start(options)) {
      var visitor = new Visitor(standIn);
      options = options.withPort(standIn.pagePort()).withPhotoPort(standIn.photoPort());
      before = visitor.page("/s/harbournews3");
    }
    try (var standIn = StandIn.start(options)) {
      var visitor = new Visitor(standIn);
      assertThat(visitor.page("/s/harbournews3")).isEqualTo(before);
    }
  }

  @Test
  void scripts_and_programs_get_json() throws Exception {
    try (var standIn = StandIn.start(StandInOptions.defaults())) {
      var visitor = new Visitor(standIn);
      var json = new ObjectMapper();
      var page = visitor.getAsScript("/s/harbournews1").body();
      assertThat(json.readTree(page).textValue()).isEqualTo(visitor.page("/s/harbournews1"));
      var truth = json.readTree(visitor.page("/stand-in/truth.json?channel=harbournews1"));
      assertThat(truth.get("messages")).hasSize(200);
      var record = json.readTree(visitor.page("/stand-in.json"));
      assertThat(record.get("served").get("page 200").asInt()).isEqualTo(2);
      assertThat(visitor.page("/stand-in")).contains("page 200: 2");
    }
  }

  @Test
  void what_only_looks_like_a_photo_is_there_too() throws Exception {
    try (var standIn = StandIn.start(StandInOptions.defaults().withMessages(400))) {
      var visitor = new Visitor(standIn);
      var kinds = standIn.channels().get(0).posts().stream().map(StandInPost::kind);
      assertThat(kinds.distinct()).containsExactlyInAnyOrder(Kind.values());
      var pages =
          IntStream.rangeClosed(1, 25)
              .mapToObj(i -> visitor.page("/s/harbournews1?before=" + 20 * i))
              .toList();
      assertThat(String.join("", pages))
          .contains("link_preview_image", "message_video_duration", "service_message")
          .contains("js-message_reply_text", "forwarded_from_name", "message_poll_question")
          .contains("tgme_widget_message_user_photo", "Please open Telegram to view this post");
    }
  }

  /** A channel's landing page, after its preview has sent there. */
  private String landing(Visitor visitor, StandIn standIn, ShownAs state) throws Exception {
    standIn.channels().get(0).state(state);
    var preview = visitor.get("/s/harbournews1");
    assertThat(preview.statusCode()).isEqualTo(302);
    assertThat(preview.body()).isEmpty();
    return visitor.page(preview.headers().firstValue("Location").orElseThrow());
  }
}
