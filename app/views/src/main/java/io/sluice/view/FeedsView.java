package io.sluice.view;

import java.util.List;

/** All feeds, the oldest first. */
public record FeedsView(List<FeedView> feeds) {
  public FeedsView {
    feeds = Lists.orNone(feeds);
  }
}
