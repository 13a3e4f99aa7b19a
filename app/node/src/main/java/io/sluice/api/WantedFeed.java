package io.sluice.api;

import io.sluice.ledger.feed.NewFeed;
import io.sluice.server.Problem;
import io.sluice.words.FeedAddress;
import java.util.Optional;

/**
 * What {@code POST /api/feeds} takes.
 *
 * @param url of the stream, with a password or without
 * @param group to read in; null for CONSUMER_GROUP
 * @param password of the server, if the address has none; may be null
 */
record WantedFeed(String url, String group, String password) {
  private static final JsonBody<WantedFeed> BODY =
      new JsonBody<>(WantedFeed.class, "NewFeed", "url, group and password");
  private static final int MOST = 4_096;
  private static final int MOST_GROUP = 200;

  static WantedFeed read(byte[] body) {
    var wanted = BODY.read(body);
    if (wanted.url == null || wanted.url.length() > MOST) {
      throw BODY.wrong("url is missing, or too long").in("url").thrown();
    }
    if (wanted.group != null
        && (wanted.group.isBlank()
            || wanted.group.length() > MOST_GROUP
            || wanted.group.chars().anyMatch(Character::isISOControl))) {
      throw BODY.wrong("group is no name of a group").in("group").thrown();
    }
    if (wanted.password != null && wanted.password.length() > MOST) {
      throw BODY.wrong("password is too long").in("password").thrown();
    }
    return wanted;
  }

  /**
   * @param usual the group where none is named
   */
  NewFeed feed(String usual) {
    try {
      var address = FeedAddress.of(url);
      return new NewFeed(
          password == null ? address : address.with(Optional.of(password)),
          group == null ? usual : group);
    } catch (IllegalArgumentException e) {
      // The address itself may hold a password.
      throw Problem.of(400, "wrong-address", "url " + e.getMessage()).in("url").thrown();
    }
  }
}
