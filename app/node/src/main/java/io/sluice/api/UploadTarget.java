package io.sluice.api;

/**
 * What an upload or a file of it is called.
 *
 * @param path in the upload, in which each byte may be escaped; empty for the upload itself
 */
record UploadTarget(String upload, String path) {

  /**
   * A file whose path has no escapes.
   *
   * @param plain as text
   */
  static UploadTarget plain(String upload, String plain) {
    return new UploadTarget(upload, plain.replace("%", "%25").replace("\uFFFD", "%EF%BF%BD"));
  }
}
