package io.sluice.telegram.preview;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What one answer of Telegram's preview site is, {@code https://t.me/s/name}. The answer's HTML
 * goes in; posts, or why there are none, come out.
 */
public sealed interface PreviewPage {

  /**
   * A page of history.
   *
   * @param name the channel's, in the case in which Telegram writes it; empty if the page has none
   * @param title the channel's; may be empty
   * @param channelId Telegram's own number of the channel, always positive
   * @param posts in ascending order of their ids
   * @param before the page's own cursor: older posts have ids below it; empty where nothing is
   *     older
   */
  record Posts(
      String name, String title, OptionalLong channelId, List<Post> posts, OptionalLong before)
      implements PreviewPage {

    public Posts {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(title, "title");
      Objects.requireNonNull(channelId, "channelId");
      Objects.requireNonNull(before, "before");
      posts = List.copyOf(posts);
      for (int i = 1; i < posts.size(); i++) {
        if (posts.get(i - 1).id() >= posts.get(i).id()) {
          throw new IllegalArgumentException(
              "posts must ascend, but %d is before %d"
                  .formatted(posts.get(i - 1).id(), posts.get(i).id()));
        }
      }
    }
  }

  /** The history says that it has no posts, there or any more; also when asked too fast. */
  record NoPosts(String title) implements PreviewPage {
    public NoPosts {
      Objects.requireNonNull(title, "title");
    }
  }

  /**
   * Not a history but the page that invites to open Telegram.
   *
   * @param title what it calls the channel, group or person; may be empty
   */
  record Landing(Kind kind, String title) implements PreviewPage {
    public enum Kind {
      /** The name is missing or private, or we are softly banned. */
      CONTACT,
      /** A channel whose preview is switched off. */
      CHANNEL,
      GROUP,
      /** A person or a bot. */
      USER,
      /** Telegram does not show it, such as for what it spread. */
      RESTRICTED
    }

    public Landing {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(title, "title");
    }
  }

  /**
   * None of these.
   *
   * @param reason what was looked for and not found, in one short line
   */
  record Strange(String reason) implements PreviewPage {
    public Strange {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * Reads an answer; never throws, whatever it is.
   *
   * @param html a whole page, or the JSON string with a part of one that {@code X-Requested-With}
   *     is answered with
   * @param base the page's address, which its relative links belong to
   */
  static PreviewPage parse(String html, URI base) {
    return PageParser.parse(html, base);
  }
}
