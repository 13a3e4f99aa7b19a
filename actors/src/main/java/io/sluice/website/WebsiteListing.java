package io.sluice.website;

import io.sluice.batch.Kind;
import io.sluice.batch.PassedOver;
import io.sluice.ledger.batch.Listed;
import io.sluice.ledger.website.WebsiteList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The rows of a list, one after another in the order of their domains: first all are stored, since
 * a list has them in any order.
 */
final class WebsiteListing implements Kind.Listing, Iterator<Listed> {
  /** Why a row is none. */
  static final String BLANK = "blank row";

  private static final int AT_ONCE = 5_000;

  private final WebsiteList rows;
  private final ListReader reader;
  private final PassedOver passedOver = new PassedOver();
  private final Deque<Listed> next = new ArrayDeque<>();
  private Optional<WebsiteList.Place> last = Optional.empty();
  private long first;
  private boolean atEnd;

  /** Stores all rows of a list. */
  interface ListReader {
    void store(WebsiteList rows, PassedOver passedOver) throws IOException;
  }

  WebsiteListing(WebsiteList rows, ListReader reader) {
    this.rows = rows;
    this.reader = reader;
  }

  @Override
  public Stream<Listed> items() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public PassedOver passedOver() {
    return passedOver;
  }

  @Override
  public void close() {}

  @Override
  public boolean hasNext() {
    if (next.isEmpty() && !atEnd) {
      more();
    }
    return !next.isEmpty();
  }

  @Override
  public Listed next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return next.removeFirst();
  }

  private void more() {
    if (last.isEmpty()) {
      store();
    }
    var places = rows.after(last, AT_ONCE);
    for (var place : places) {
      boolean same =
          place.address() != null
              && last.isPresent()
              && last.get().siteKey().equals(place.siteKey());
      first = same ? first : place.row();
      next.add(ListedSite.listed(place, same ? first : 0));
      last = Optional.of(place);
    }
    atEnd = places.size() < AT_ONCE;
  }

  private void store() {
    try {
      reader.store(rows, passedOver);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
