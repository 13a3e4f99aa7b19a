package io.sluice.ledger.website;

import io.sluice.ledger.batch.StoredItem;
import io.sluice.persistence.Beginning;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rows of the lists of websites, page by page, for those who want to see them. Of whom nobody is to
 * contact nothing is told but the row of the list.
 */
public final class WebsitePages {
  /** Rows of a list that one query looks at, where it looks for a reason. */
  private static final int STEP = 2_000;

  private static final String SELECT =
      """
      SELECT site.batch_id, list_row, line, website_url, domain, scraping_status, scraping_reason,
        scraping_detail, company_name, contact_form_url, facts #>> '{emails,0,value}' AS email,
        facts #>> '{phones,0,value}' AS phone, message_status, message_reason,
        left(generated_message, ?) AS text, scraped_at, %s AS item, %s
      FROM %s
      """;

  private static final String BY_ROW = "list_row";

  private final Database database;

  public WebsitePages(Database database) {
    this.database = database;
  }

  /**
   * A row of a list, and what became of it; null is what is not known.
   *
   * @param status how the site could be read
   * @param text the beginning of the message
   */
  public record SiteLine(
      long batch,
      long row,
      long line,
      String url,
      String domain,
      String status,
      String reason,
      String detail,
      String company,
      String form,
      String email,
      String phone,
      String messageStatus,
      String messageReason,
      String text,
      Instant scrapedAt) {

    private static SiteLine of(ResultSet row) throws SQLException {
      return new SiteLine(
          row.getLong("batch_id"),
          row.getLong("list_row"),
          row.getLong("line"),
          row.getString("website_url"),
          row.getString("domain"),
          row.getString("scraping_status"),
          row.getString("scraping_reason"),
          row.getString("scraping_detail"),
          row.getString("company_name"),
          row.getString("contact_form_url"),
          row.getString("email"),
          row.getString("phone"),
          row.getString("message_status"),
          row.getString("message_reason"),
          row.getString("text"),
          Sql.instant(row, "scraped_at"));
    }

    private SiteLine barred() {
      var why = "do_not_contact";
      return new SiteLine(
          batch, row, line, url, domain, "SKIPPED", why, null, null, null, null, null, "SKIPPED",
          why, null, null);
    }
  }

  /**
   * Which rows are wanted; null is any.
   *
   * @param begins of their domains
   */
  public record Which(
      String status, String reason, String message, String domain, Beginning begins) {

    private boolean isOfAll() {
      return status == null && reason == null && message == null && domain == null;
    }
  }

  /** Behind a row of a batch, whose rows come before those of older batches. */
  public record Place(long batch, long row) {}

  /**
   * A page of rows.
   *
   * @param next behind what the next page begins; empty behind the last
   */
  public record Page(List<SiteLine> rows, Optional<Place> next) {}

  /** Rows of one batch, in the order of its list; of a beginning, in that of domains. */
  public Page ofBatch(long batch, Which which, long after, int limit) {
    return ofBatch(batch, which, after, limit, new PageSteps());
  }

  private Page ofBatch(long batch, Which which, long after, int limit, PageSteps steps) {
    return which.begins() == null
        ? inOrder(batch, which, after, limit, steps)
        : byDomain(batch, which, after, limit, steps);
  }

  private Page inOrder(long batch, Which which, long after, int limit, PageSteps steps) {
    var found = new ArrayList<SiteLine>();
    long seen = after;
    long last = which.reason() == null ? 0 : last(batch);
    while (steps.take()) {
      int missing = limit - found.size();
      var rows =
          which.reason() == null
              ? all(batch, which, seen, missing)
              : step(batch, which, seen, missing);
      found.addAll(rows);
      if (rows.size() == missing) {
        return new Page(found, Optional.of(new Place(batch, rows.get(missing - 1).row())));
      }
      seen += STEP;
      if (which.reason() == null || seen >= last) {
        return new Page(found, Optional.empty());
      }
    }
    return new Page(found, Optional.of(new Place(batch, seen)));
  }

  /** Rows of all batches, the newest batch first. */
  public Page ofAll(Which which, Place after, int limit) {
    var found = new ArrayList<SiteLine>();
    var place = after;
    var steps = new PageSteps();
    while (steps.areLeft()) {
      var page = ofBatch(place.batch(), which, place.row(), limit - found.size(), steps);
      found.addAll(page.rows());
      if (page.next().isPresent()) {
        return new Page(found, page.next());
      }
      var older = older(place.batch());
      if (older.isEmpty()) {
        return new Page(found, Optional.empty());
      }
      place = new Place(older.get(), 0);
    }
    return new Page(found, Optional.of(place));
  }

  /** What was stored of items of a batch, by their numbers. */
  Map<Long, StoredItem> stored(long batch, Collection<Long> numbers) {
    var from =
        """
        sluice.item JOIN sluice.websites AS site ON site.batch_id = item.batch_id
          AND list_row = ('x' || right(replace(item.key::text, '-', ''), 16))::bit(64)::bigint
        WHERE item.batch_id = ? AND item.number = ANY (?)
        """;
    var items = new ArrayList<Long>();
    var lines =
        database.query(
            connection ->
                Sql.list(
                    connection,
                    SELECT.formatted("item.number", SiteSubjects.SQL, from),
                    row -> {
                      items.add(row.getLong("item"));
                      return Found.of(row);
                    },
                    StoredItem.MOST_TEXT,
                    batch,
                    connection.createArrayOf("bigint", numbers.toArray())));
    var told = told(lines);
    var stored = new HashMap<Long, StoredItem>();
    for (int i = 0; i < items.size(); i++) {
      stored.put(items.get(i), stored(told.get(i)));
    }
    return stored;
  }

  private static StoredItem stored(SiteLine site) {
    return new StoredItem(
        site.url(),
        null,
        null,
        null,
        site.company(),
        null,
        null,
        site.text(),
        null,
        null,
        site.status().toLowerCase(Locale.ROOT),
        site.messageStatus().toLowerCase(Locale.ROOT));
  }

  private long last(long batch) {
    return number("SELECT max(list_row) FROM sluice.websites WHERE batch_id = ?", batch).orElse(0L);
  }

  private Optional<Long> older(long batch) {
    return number("SELECT max(batch_id) FROM sluice.website_list WHERE batch_id < ?", batch);
  }

  private Optional<Long> number(String sql, long batch) {
    return database
        .query(connection -> Sql.list(connection, sql, row -> (Long) row.getObject(1), batch))
        .stream()
        .filter(number -> number != null)
        .findFirst();
  }

  private List<SiteLine> all(long batch, Which which, long after, int limit) {
    return list(batch, which, "list_row > ?", BY_ROW, limit, after);
  }

  private List<SiteLine> step(long batch, Which which, long after, int limit) {
    return list(batch, which, "list_row BETWEEN ? AND ?", BY_ROW, limit, after + 1, after + STEP);
  }

  /** Looks at some thousand rows in each step: it may end before it is full. */
  private Page byDomain(long batch, Which which, long after, int limit, PageSteps steps) {
    var domains = new WebsiteDomains(database, batch, which.begins());
    long seen = after;
    var found = new ArrayList<SiteLine>();
    while (steps.take()) {
      int missing = limit - found.size();
      // Where all are wanted no more are looked at than are shown.
      var rows = domains.behind(seen, which.isOfAll() ? missing : STEP);
      var lines = rows.isEmpty() ? List.<SiteLine>of() : of(batch, which, rows, missing);
      found.addAll(lines);
      if (lines.size() == missing) {
        return new Page(found, Optional.of(new Place(batch, lines.get(missing - 1).row())));
      }
      if (which.isOfAll() || rows.size() < STEP) {
        return new Page(found, Optional.empty());
      }
      seen = rows.get(rows.size() - 1);
    }
    return new Page(found, Optional.of(new Place(batch, seen)));
  }

  /** Some of these rows, in this order. */
  private List<SiteLine> of(long batch, Which which, List<Long> rows, int limit) {
    return list(batch, which, "list_row = ANY (?)", WebsiteDomains.ORDER, limit, wanted(rows));
  }

  private static Object wanted(List<Long> rows) {
    return rows.toArray(Long[]::new);
  }

  private List<SiteLine> list(
      long batch, Which which, String rows, String order, int limit, Object... values) {
    var conditions = new ArrayList<>(List.of("batch_id = ?", rows));
    var parameters = new ArrayList<Object>(List.of(StoredItem.MOST_TEXT, batch));
    parameters.addAll(List.of(values));
    only("scraping_status = ?", which.status(), conditions, parameters);
    only("scraping_reason = ?", which.reason(), conditions, parameters);
    // So that the index knows that these are all in it.
    only(
        "message_status <> 'SKIPPED' AND message_status = ?",
        which.message(),
        conditions,
        parameters);
    only("domain = ?", which.domain(), conditions, parameters);
    parameters.add(limit);
    var from =
        "sluice.websites AS site WHERE %s ORDER BY %s LIMIT ?"
            .formatted(String.join(" AND ", conditions), order);
    return told(
        database.query(
            connection ->
                Sql.list(
                    connection,
                    SELECT.formatted("0", SiteSubjects.SQL, from),
                    Found::of,
                    parameters.toArray())));
  }

  private static void only(
      String condition, String value, List<String> conditions, List<Object> parameters) {
    if (value != null) {
      conditions.add(condition);
      parameters.add(value);
    }
  }

  /**
   * A row, and whose it is.
   *
   * @param subjects hosts and addresses of mail that somebody may have barred
   */
  private record Found(SiteLine line, Set<String> subjects) {
    static Found of(ResultSet row) throws SQLException {
      var subjects = new HashSet<>(List.of((String[]) row.getArray("subjects").getArray()));
      subjects.remove("");
      return new Found(SiteLine.of(row), subjects);
    }
  }

  private List<SiteLine> told(List<Found> found) {
    var subjects = new HashSet<String>();
    found.forEach(row -> subjects.addAll(row.subjects()));
    var barred = subjects.isEmpty() ? Set.<String>of() : new DoNotContact(database).of(subjects);
    return found.stream()
        .map(
            row ->
                row.subjects().stream().anyMatch(barred::contains)
                    ? row.line().barred()
                    : row.line())
        .toList();
  }
}
