package io.sluice.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventParserTest {
  private static final String ID = "1700000000123-4";

  private final EventParser parser = new EventParser(Map.of());

  private static Entry entry(Map<String, String> fields) {
    var bytes = new HashMap<String, byte[]>();
    fields.forEach((name, value) -> bytes.put(name, value.getBytes(StandardCharsets.UTF_8)));
    return new Entry(ID, bytes);
  }

  private Event event(String... others) {
    return parser.parse(entry(RedisServer.event("a.jpg", others))).get(0);
  }

  private static String detail(Event event) {
    return ((Event.Unfit) event).detail();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-03T04:05:06.789, 1770091506789000",
    "2026-02-03 04:05:06.789, 1770091506789000",
    "2026-02-03T04:05:06.789Z, 1770091506789000",
    "2026-02-03T06:05:06.789+02:00, 1770091506789000",
    "2026-02-03T06:05:06.789+0200, 1770091506789000",
    "2026-02-03, 1770076800000000",
    "1770091506, 1770091506000000",
    "1770091506.5, 1770091506500000",
    "1770091506789, 1770091506789000",
    "'', 1700000000123000"
  })
  void a_time_is_utc_unless_it_says_otherwise(String text, long micros) {
    assertThat(((Event.Told) event("ts", text)).rows().get(0).micros()).isEqualTo(micros);
  }

  @ParameterizedTest
  @CsvSource({
    "ts, yesterday, its ts is no time",
    "ts, 99999-01-01T00:00:00Z, its ts is no time",
    "size, -1, its size is no number of bytes",
    "size, 12.5, its size is no number of bytes",
    "filename, '', it has no filename",
    "operation, None, it has no operation",
    "already_stored, perhaps, its already_stored is neither true nor false",
    "already_stored, maybe not, its already_stored is neither true nor false"
  })
  void what_is_wrong_is_said(String field, String value, String what) {
    assertThat(detail(event(field, value))).isEqualTo(what);
  }

  @Test
  void values_have_bounds_and_must_be_text() {
    assertThat(detail(event("filename", "x".repeat(5000))))
        .isEqualTo("its filename is longer than 4096 bytes");
    var fields = new HashMap<>(entry(RedisServer.event("a")).fields());
    fields.put("uploader_id", new byte[] {(byte) 0xff});
    assertThat(detail(parser.parse(new Entry(ID, fields)).get(0)))
        .isEqualTo("its uploader_id is no UTF-8");
  }

  @Test
  void a_file_that_is_gone_is_not_fetched() {
    assertThat(event("already_stored", "false")).isInstanceOf(Event.ToFetch.class);
    assertThat(event("already_stored", "False", "operation", "Delete"))
        .isInstanceOf(Event.Told.class);
    assertThat(detail(event("already_stored", "false", "storage_url", "")))
        .isEqualTo("it has no storage_url");
  }

  @Test
  void producers_may_have_names_of_their_own() {
    var named = new EventParser(Map.of("filename", "name", "operation", "action"));
    var entry = entry(Map.of("name", "b.txt", "action", "put", "already_stored", "1"));
    assertThat(((Event.Told) named.parse(entry).get(0)).rows().get(0).filename())
        .isEqualTo("b.txt");
    assertThat(detail(named.parse(entry(Map.of("action", "put"))).get(0)))
        .isEqualTo("it has no name");
  }

  @Test
  void a_dead_letter_keeps_what_is_no_text() {
    var fields =
        Map.of("a", new byte[] {0, (byte) 0xff}, "b", "text".getBytes(StandardCharsets.UTF_8));
    var again = EntryJson.entry(ID, EntryJson.of(new Entry(ID, fields))).orElseThrow();
    assertThat(again.fields().get("a")).isEqualTo(fields.get("a"));
    assertThat(again.fields().get("b")).isEqualTo(fields.get("b"));
    var huge = new Entry(ID, Map.of("a", new byte[2 << 20]));
    assertThat(EntryJson.of(huge)).isEqualTo("{\"a\":{\"bytes\":2097152}}");
    assertThat(EntryJson.entry(ID, EntryJson.of(huge))).isEmpty();
  }
}
