package io.sluice.view;

/** What was stored of a channel or of all; bytes are those of photos with a file of their own. */
public record CountersView(
    long read, long messages, long photos, long photosFailed, long bytesBefore, long bytesAfter) {
  static final CountersView NONE = new CountersView(0, 0, 0, 0, 0, 0);
}
