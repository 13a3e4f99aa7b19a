package io.sluice.ledger.website;

import io.sluice.ledger.batch.ItemState;
import io.sluice.ledger.batch.KindResults;
import io.sluice.ledger.batch.StoredJson;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

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
  public List<List<Object>> rows(long batch, long first, long last, Collection<ItemState> states) {
    var wanted = states.stream().map(ItemState::column).toArray(String[]::new);
    return database.query(
        connection ->
            Sql.list(
                connection,
                // A row's item is known by its key: the row's number as a UUID.
                """
                SELECT own, line,
                  CASE WHEN barred THEN 'SKIPPED' ELSE scraping_status END,
                  CASE WHEN barred THEN 'do_not_contact' ELSE scraping_reason END,
                  scraping_detail,
                  CASE WHEN barred THEN 'SKIPPED' ELSE message_status END,
                  CASE WHEN barred THEN 'do_not_contact' ELSE message_reason END,
                  CASE WHEN NOT barred THEN generated_message END,
                  company_name,
                  CASE WHEN NOT barred THEN contact_form_url END,
                  CASE WHEN NOT barred THEN facts #>> '{emails,0,value}' END,
                  CASE WHEN NOT barred THEN facts #>> '{phones,0,value}' END,
                  facts #>> '{language,value}',
                  CASE WHEN NOT barred THEN facts END
                FROM (
                  SELECT site.*, ARRAY (SELECT jsonb_array_elements_text(cells)) AS own,
                    EXISTS (SELECT FROM sluice.do_not_contact
                      WHERE entry = ANY (domain || ARRAY (
                        SELECT email ->> 'value'
                        FROM jsonb_array_elements(facts -> 'emails') AS email))) AS barred
                  FROM sluice.websites AS site
                  WHERE batch_id = ? AND list_row BETWEEN ? AND ?) AS site
                JOIN sluice.item ON item.batch_id = site.batch_id
                  AND item.key = lpad(to_hex(list_row), 32, '0')::uuid
                WHERE item.state = ANY (?) AND (NOT ? OR message_status = 'APPROVED' AND NOT barred)
                ORDER BY list_row
                """,
                this::values,
                batch,
                first,
                last,
                connection.createArrayOf("text", wanted),
                approvedOnly));
  }

  private List<Object> values(ResultSet row) throws SQLException {
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
    return values;
  }
}
