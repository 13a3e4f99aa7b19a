package io.sluice.feed;

import java.nio.file.Path;

/** The same with the lowest version that is taken, which words its refusals in another way. */
class FeedUserOfVersion6Test extends FeedUserTest {
  @Override
  RedisServer server(Path place) {
    return RedisServer.ofVersion6(place);
  }
}
