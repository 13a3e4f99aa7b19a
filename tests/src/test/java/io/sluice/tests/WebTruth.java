package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import io.sluice.standin.StandInChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What channels of a stand-in announce, and whether the database and the files agree. */
final class WebTruth {
  private final List<StandInChannel> channels;
  private final Map<Long, String> outcomes;

  private WebTruth(List<StandInChannel> channels, Map<Long, String> outcomes) {
    this.channels = channels;
    this.outcomes = outcomes;
  }

  static WebTruth of(StandInChannel... channels) {
    return new WebTruth(List.of(channels), Map.of());
  }

  /** The photo of this message has no file, and this outcome; for one channel only. */
  WebTruth except(long message, String outcome) {
    var more = new HashMap<>(outcomes);
    more.put(message, outcome);
    return new WebTruth(channels, more);
  }

  /** Every message and photo once, every file there and whole, and nothing of any other channel. */
  void assertStoredOnce(DatabaseAddress database, Path images) {
    for (var channel : channels) {
      var id = channelId(database, channel);
      assertThat(
              TestDatabase.query(
                  database,
                  "SELECT id, text, album_id, photos FROM sluice.message WHERE channel_id = %s"
                          .formatted(id)
                      + " ORDER BY id"))
          .as("messages of @%s", channel.canonicalName())
          .isEqualTo(messages(channel));
      assertThat(
              TestDatabase.query(
                  database,
                  """
                  SELECT id, message_id, CASE WHEN path IS NOT NULL
                    AND outcome IN ('stored', 'duplicate') THEN 'file' ELSE outcome END
                  FROM sluice.photo WHERE channel_id = %s ORDER BY message_id
                  """
                      .formatted(id)))
          .as("photos of @%s", channel.canonicalName())
          .isEqualTo(photos(channel));
    }
    assertNothingElse(database);
    ExportTruth.assertCounters(database);
    ExportTruth.assertFiles(database, images);
  }

  private static String channelId(DatabaseAddress database, StandInChannel channel) {
    var rows =
        TestDatabase.query(
            database,
            "SELECT channel_id FROM sluice.channel_alias WHERE alias = 'telegram:"
                + channel.name()
                + "'");
    assertThat(rows).as("channels with the alias of @%s", channel.canonicalName()).hasSize(1);
    return rows.get(0).get(0);
  }

  private static List<List<String>> messages(StandInChannel channel) {
    return channel.posts().stream()
        .map(
            post ->
                Arrays.asList(
                    Long.toString(post.id()),
                    post.text(),
                    post.albumId() == null ? null : post.albumId().toString(),
                    Integer.toString(post.photoIds().size())))
        .toList();
  }

  private List<List<String>> photos(StandInChannel channel) {
    return channel.posts().stream()
        .flatMap(post -> post.photoIds().stream())
        .map(id -> List.of(id.toString(), id.toString(), outcomes.getOrDefault(id, "file")))
        .toList();
  }

  private void assertNothingElse(DatabaseAddress database) {
    long messages = channels.stream().mapToLong(channel -> channel.posts().size()).sum();
    long photos =
        channels.stream()
            .flatMap(channel -> channel.posts().stream())
            .mapToLong(post -> post.photoIds().size())
            .sum();
    assertThat(TestDatabase.count(database, "SELECT count(*) FROM sluice.message"))
        .as("messages of all channels")
        .isEqualTo(messages);
    assertThat(TestDatabase.count(database, "SELECT count(*) FROM sluice.photo"))
        .as("photos of all channels")
        .isEqualTo(photos);
  }
}
