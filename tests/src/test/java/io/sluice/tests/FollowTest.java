package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.standin.StandInChannel;
import io.sluice.standin.StandInOptions;
import io.sluice.standin.StandInPost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A channel that is followed gets its old posts and its new ones at the same time. */
class FollowTest {
  private static final Duration INTERVAL = Duration.ofSeconds(4);

  private static final String EDITED = "edited while it was down";

  @TempDir private Path directory;

  @Test
  void stores_what_is_posted_and_edited_while_it_runs_and_while_it_is_down() {
    var options =
        StandInOptions.defaults()
            .withChannels(2)
            .withMessages(700)
            .withPhotoShare(0.1)
            .withPhotoUrlSeconds(60);
    try (var web = WebScene.in(directory, options)) {
      var one = web.channel(1);
      var other = web.channel(2);
      var setup = web.setup().with("TELEGRAM_PAGE_RATE", "2").with("CONCURRENT_LIMIT", "1");
      try (var first = follow(setup, one, other)) {
        first.await("a first page of each", () -> stored(web, one) && stored(web, other));
        assertOneLookBringsNewPosts(first, web, one, other);
        assertThat(web.scene().messages()).as("the backfill goes on").isLessThan(1400);
        first.kill();
      }
      whileItIsDown(one, other);
      try (var second = follow(setup.with("TELEGRAM_PAGE_RATE", "20"), one, other)) {
        second.awaitLog("channels concurrently");
        // Not by one look: one that was at work when the process died needs a whole run first.
        var posted = post(one, other);
        second.await("the new posts", () -> haveText(web, posted) == posted.size());
        long all = one.posts().size() + other.posts().size();
        second.await("all old posts", () -> web.scene().messages() == all);
        second.await("what was edited meanwhile", () -> haveText(web, List.of(EDITED)) == 2);
        assertOneLookBringsNewPosts(second, web, one, other);
        second.signal("INT");
        second.end().assertExit(130);
      }
      web.assertStoredOnce(one, other);
    }
  }

  private static Sluice follow(Sluice.Setup setup, StandInChannel one, StandInChannel other) {
    return setup.start(
        "collect",
        "@" + one.canonicalName(),
        "@" + other.canonicalName(),
        "--follow",
        "--interval",
        INTERVAL.toSeconds() + "s");
  }

  private static boolean stored(WebScene web, StandInChannel channel) {
    return web.scene().hasSchema()
        && web.scene()
                .count(
                    "SELECT count(*) FROM sluice.message JOIN sluice.channel_alias USING"
                        + " (channel_id) WHERE alias = 'telegram:"
                        + channel.name()
                        + "'")
            > 0;
  }

  /** One look at each channel has to do: all others are held back. */
  private static void assertOneLookBringsNewPosts(
      Sluice program, WebScene web, StandInChannel... channels) {
    web.site().holdLooks();
    var posted = post(channels);
    web.site().letLooks(1);
    try {
      program.await("the new posts", () -> haveText(web, posted) == posted.size());
    } finally {
      web.site().openLooks();
    }
  }

  /** A text, a photo, an album and an edit in each channel; gives the texts. */
  private static List<String> post(StandInChannel... channels) {
    var texts = new ArrayList<String>();
    for (var channel : channels) {
      var word = "word" + System.nanoTime();
      channel.post(word + " text");
      channel.postPhoto(word + " photo");
      channel.postAlbum(3, word + " album");
      long last = channel.post("to be edited");
      channel.edit(last, word + " edited");
      texts.addAll(List.of(word + " text", word + " photo", word + " album", word + " edited"));
    }
    return texts;
  }

  private static long haveText(WebScene web, List<String> texts) {
    return web.scene()
        .count(
            "SELECT count(*) FROM sluice.message WHERE text IN ('%s')"
                .formatted(String.join("', '", texts)));
  }

  /** More than a page, so that a hole is left above what was read. */
  private static void whileItIsDown(StandInChannel... channels) {
    for (var channel : channels) {
      for (int i = 0; i < 70; i++) {
        channel.post("while it was down " + i);
      }
      channel.postAlbum(4, "an album while it was down");
      int size = channel.posts().size();
      var known =
          channel.posts().subList(size - 95, size - 80).stream()
              .filter(post -> post.kind() == StandInPost.Kind.TEXT)
              .findFirst()
              .orElseThrow();
      channel.edit(known.id(), EDITED);
    }
  }
}
