package io.sluice.feed;

import java.nio.file.Path;

/** The same with the lowest version that is taken. */
class ListFeedOfVersion6Test extends ListFeedTest {
  @Override
  RedisServer server(Path place) {
    return RedisServer.ofVersion6(place);
  }
}
