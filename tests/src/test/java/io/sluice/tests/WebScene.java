package io.sluice.tests;

import io.sluice.persistence.TestDatabase;
import io.sluice.standin.StandIn;
import io.sluice.standin.StandInChannel;
import io.sluice.standin.StandInOptions;
import java.nio.file.Path;
import java.util.List;

/** A stand-in for the site, an empty database and a place for pictures, for the program to use. */
record WebScene(Scene scene, StandIn site) implements AutoCloseable {

  static WebScene in(Path directory, StandInOptions options) {
    return new WebScene(Scene.in(directory), StandIn.start(options));
  }

  /** With the stand-in as the site and no other address allowed. */
  Sluice.Setup setup() {
    return setupWithoutLeave()
        .with(
            "ALLOWED_ADDRESSES", site.pages().getAuthority() + "," + site.photos().getAuthority());
  }

  /** The same without any private address allowed. */
  Sluice.Setup setupWithoutLeave() {
    return scene
        .setup()
        .with("TELEGRAM_URL", site.pages().toString())
        .with("TELEGRAM_PAGE_RATE", "50")
        .with("TELEGRAM_PHOTO_RATE", "200")
        .with("DATA_DIR", data().toString());
  }

  Path data() {
    return scene.directory().resolve("data");
  }

  StandInChannel channel(int number) {
    return site.channels().get(number - 1);
  }

  /** The id that the program gave it. */
  long id(StandInChannel channel) {
    var alias = "SELECT channel_id FROM sluice.channel_alias WHERE alias = 'telegram:%s'";
    return scene.count(alias.formatted(channel.name()));
  }

  /** How many of its messages are stored. */
  long messages(StandInChannel channel) {
    return scene.count("SELECT count(*) FROM sluice.message WHERE channel_id = " + id(channel));
  }

  List<List<String>> query(String sql) {
    return TestDatabase.query(scene.database(), sql);
  }

  /** The outcome and the reason of a message's photo. */
  List<String> photo(long message) {
    return query("SELECT outcome, reason FROM sluice.photo WHERE message_id = " + message).get(0);
  }

  /** Every message and photo of these channels is stored once, and nothing else is. */
  void assertStoredOnce(StandInChannel... channels) {
    WebTruth.of(channels).assertStoredOnce(scene.database(), scene.images());
  }

  @Override
  public void close() {
    site.close();
  }
}
