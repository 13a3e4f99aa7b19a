package io.sluice.document;

import java.io.IOException;

/** Why a page could not be read from its picture, as people read it. */
final class OcrException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean isOfPage;

  private OcrException(String message, Throwable cause, boolean isOfPage) {
    super(message, cause);
    this.isOfPage = isOfPage;
  }

  /** The page is to blame, or may be. */
  static OcrException of(String message) {
    return new OcrException(message, null, true);
  }

  /** Nothing could be tried. */
  static OcrException withoutTrying(String message, Throwable cause) {
    return new OcrException(message, cause, false);
  }

  /** Whether it may be the doing of the page. */
  boolean isOfPage() {
    return isOfPage;
  }
}
