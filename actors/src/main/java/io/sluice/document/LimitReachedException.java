package io.sluice.document;

import org.xml.sax.SAXException;

/** No more of a document is taken. */
final class LimitReachedException extends SAXException {
  private static final long serialVersionUID = 1L;

  LimitReachedException(String limit) {
    super(limit);
  }
}
