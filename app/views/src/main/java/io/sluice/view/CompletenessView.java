package io.sluice.view;

import java.util.List;
import java.util.Map;

/** What a channel's source announced, beside what is stored. */
public record CompletenessView(
    long newestAnnounced,
    long newestStored,
    long messages,
    long photosAnnounced,
    long photosStored,
    Map<String, Long> photosWithoutFile,
    long photosUnaccounted,
    Map<String, Long> leftOut,
    Map<String, Long> passedOver,
    List<RangeView> unread,
    boolean complete) {

  public CompletenessView {
    photosWithoutFile = photosWithoutFile == null ? Map.of() : photosWithoutFile;
    leftOut = leftOut == null ? Map.of() : leftOut;
    passedOver = passedOver == null ? Map.of() : passedOver;
    unread = Lists.orNone(unread);
  }
}
