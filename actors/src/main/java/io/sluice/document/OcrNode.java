package io.sluice.document;

import io.sluice.ledger.document.OcrDocuments;
import io.sluice.ledger.document.OcrPages;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * What a node reads pictures of text with.
 *
 * @param withText whether the text of pages is stored
 * @param then what is done with documents all of whose pages are read
 * @param threads which may block, as many as pages are read at once
 * @param lease for how long pages are taken on; while they are read, it is renewed
 */
record OcrNode(
    OcrPages pages,
    Tesseract tesseract,
    OcrSettings settings,
    boolean withText,
    OcrDocuments.Then then,
    Executor threads,
    Duration lease) {}
