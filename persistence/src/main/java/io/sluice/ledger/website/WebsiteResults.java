package io.sluice.ledger.website;

import io.sluice.ledger.batch.ItemState;
import io.sluice.ledger.batch.KindResults;
import io.sluice.ledger.batch.StoredItem;
import io.sluice.ledger.batch.StoredJson;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What has become of each row of a list: the user's own columns in their order, and ours behind
 * them. Rows come as the list has them.
 */
public final class WebsiteResults implements KindResults {
  private static final String FACTS = "facts";

  private static final List<String> OURS =
      List.of(
          "line",
          "scraping_status",
          "scraping_reason",
          "scraping_detail",
          "message_status",
          "message_reason",
          "generated_message",
          "found_company_name",
          "found_contact_form_url",
          "email",
          "phone",
          "found_language",
          FACTS);

  private final Database database;
  private final List<String> own;
  private final boolean approvedOnly;

  public WebsiteResults(Database database) {
    this(database, List.of(), false);
  }

  private WebsiteResults(Database database, List<String> own, boolean approvedOnly) {
    this.database = database;
    this.own = own;
    this.approvedOnly = approvedOnly;
  }

  @Override
  public KindResults of(long batch) {
    Optional<List<String>> columns =
        database.query(
            connection ->
                Sql.first(
                    connection,
                    "SELECT columns FROM sluice.website_list WHERE batch_id = ?",
                    row -> List.of((String[]) row.getArray(1).getArray()),
                    batch));
    return new WebsiteResults(database, columns.orElse(List.of()), approvedOnly);
  }

  @Override
  public KindResults approved() {
    return new WebsiteResults(database, own, true);
  }

  @Override
  public boolean withoutFormulas() {
    return true;
  }

  @Override
  public List<String> columns() {
    var all = new ArrayList<>(own);
    OURS.forEach(column -> all.add(own.contains(column) ? "sluice_" + column : column));
    return all;
  }

  @Override
  public long last(long batch, long listed) {
    return database.query(
        connection ->
            Sql.first(
                    connection,
                    "SELECT greatest(?, rows) FROM sluice.website_list WHERE batch_id = ?",
                    row -> row.getLong(1),
                    listed,
                    batch)
                .orElse(listed));
  }

  @Override
  public List<List<Object>> rows(long batch, long first, long last, Collection<ItemState> states) {
    var found = found(batch, first, last, states);
    var subjects = new HashSet<String>();
    found.forEach(row -> subjects.addAll(row.subjects()));
    var barred = subjects.isEmpty() ? Set.<String>of() : new DoNotContact(database).of(subjects);
    return found.stream()
        .filter(row -> !approvedOnly || !row.isBarred(barred))
        .map(row -> row.isBarred(barred) ? row.withoutOurs(own.size()) : row.values())
        .toList();
  }

  /**
   * A row, and whose it is.
   *
   * @param subjects hosts and addresses of mail that somebody may have barred
   */
  private record Found(List<Object> values, Set<String> subjects) {
    boolean isBarred(Set<String> barred) {
      return subjects.stream().anyMatch(barred::contains);
    }

    /** What the user has, and why there is no more. */
    List<Object> withoutOurs(int own) {
      var left = new ArrayList<>(values);
      for (int i = own; i < left.size(); i++) {
        var column = OURS.get(i - own);
        left.set(
            i,
            switch (column) {
              case "line" -> values.get(i);
              case "scraping_status", "message_status" -> "SKIPPED";
              case "scraping_reason", "message_reason" -> "do_not_contact";
              default -> null;
            });
      }
      return left;
    }
  }

  private List<Found> found(long batch, long first, long last, Collection<ItemState> states) {
    var wanted = states.stream().map(ItemState::column).toArray(String[]::new);
    return database.query(
        connection ->
            Sql.list(
                connection,
                // A row's item is known by its key: the row's number as a UUID.
                """
                SELECT ARRAY (SELECT jsonb_array_elements_text(cells)), line, scraping_status,
                  scraping_reason, scraping_detail, message_status, message_reason,
                  generated_message, company_name, contact_form_url,
                  facts #>> '{emails,0,value}', facts #>> '{phones,0,value}',
                  facts #>> '{language,value}', facts, %s
                FROM sluice.websites AS site
                JOIN sluice.item ON item.batch_id = site.batch_id
                  AND item.key = lpad(to_hex(list_row), 32, '0')::uuid
                WHERE site.batch_id = ? AND list_row BETWEEN ? AND ? AND item.state = ANY (?)
                  AND (NOT ? OR message_status = 'APPROVED')
                ORDER BY list_row
                """
                    .formatted(SiteSubjects.SQL),
                this::found,
                batch,
                first,
                last,
                connection.createArrayOf("text", wanted),
                approvedOnly));
  }

  private Found found(ResultSet row) throws SQLException {
    var values = new ArrayList<Object>();
    var cells = (String[]) row.getArray(1).getArray();
    for (int i = 0; i < own.size(); i++) {
      values.add(i < cells.length ? cells[i] : null);
    }
    values.add(row.getLong(2));
    for (int column = 3; column < OURS.size() + 1; column++) {
      values.add(row.getString(column));
    }
    values.add(StoredJson.of(row.getString(OURS.size() + 1)));
    var subjects = new HashSet<>(List.of((String[]) row.getArray("subjects").getArray()));
    subjects.remove("");
    return new Found(values, subjects);
  }

  @Override
  public Map<Long, StoredItem> stored(long batch, Collection<Long> numbers) {
    return new WebsitePages(database).stored(batch, numbers);
  }
}
