package io.sluice.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.feed.FeedEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationsTest {
  private static final String ID = "1700000000123-4";

  private final EventParser parser = new EventParser(Map.of());

  /** One record as Amazon writes it, without what is not used. */
  static String record(String eventName, String key, String sequencer) {
    return """
        {"eventVersion":"2.4","eventSource":"aws:s3","awsRegion":"eu-central-1",
         "eventTime":"2026-02-03T04:05:06.789Z","eventName":"%s",
         "userIdentity":{"principalId":"AWS:SOMEBODY"},
         "s3":{"s3SchemaVersion":"1.0","bucket":{"name":"source","arn":"arn:aws:s3:::source"},
         "object":{"key":"%s","size":12,"eTag":"0a1b","versionId":"1","sequencer":"%s"}}}
        """
        .formatted(eventName, key, sequencer);
  }

  static String records(String... records) {
    return "{\"Records\":[" + String.join(",", records) + "]}";
  }

  private List<Event> parse(String json) {
    return parser.parse(new Entry(ID, Map.of("value", json.getBytes(StandardCharsets.UTF_8))));
  }

  private static List<FeedEvent> rows(List<Event> events) {
    var rows = new ArrayList<FeedEvent>();
    for (var event : events) {
      rows.addAll(event instanceof Event.Told told ? told.rows() : ((Event.ToFetch) event).rows());
    }
    return rows;
  }

  private FeedEvent row(String json) {
    return rows(parse(json)).get(0);
  }

  private String detail(String json) {
    return parse(json).stream()
        .filter(event -> event instanceof Event.Unfit)
        .map(event -> ((Event.Unfit) event).detail())
        .findFirst()
        .orElse("fit");
  }

  @Test
  void a_record_is_a_row_and_its_object_is_fetched() {
    var events = parse(records(record("ObjectCreated:Put", "a/b+c%2B%C3%A9.txt", "0A2")));
    assertThat(events).singleElement().isInstanceOf(Event.ToFetch.class);
    var row = rows(events).get(0);
    assertThat(row.entry()).isEqualTo(ID);
    assertThat(row.micros()).isEqualTo(1770091506789000L);
    assertThat(row.operation()).isEqualTo("ObjectCreated:Put");
    assertThat(row.filename()).isEqualTo("a/b c+\u00e9.txt");
    assertThat(row.size()).isEqualTo(12);
    assertThat(row.storageUrl()).isEqualTo("s3://source/a/b%20c%2B%C3%A9.txt");
    assertThat(row.uploaderId()).isEqualTo("AWS:SOMEBODY");
    assertThat(row.object().bucket()).isEqualTo("source");
    assertThat(row.object().key()).isEqualTo("a/b c+\u00e9.txt");
    assertThat(row.object().etag()).isEqualTo("0a1b");
    assertThat(row.object().sequencer()).hasSize(64).endsWith("00a2");
  }

  @ParameterizedTest
  @CsvSource({
    "s3:ObjectCreated:CompleteMultipartUpload, true, true",
    "ObjectCreated:Copy, true, true",
    "s3:ObjectRemoved:Delete, false, true",
    "ObjectRemoved:DeleteMarkerCreated, false, true",
    "s3:LifecycleExpiration:Delete, false, true",
    "s3:ObjectAccessed:Get, false, false",
    "ObjectTagging:Put, false, false"
  })
  void only_what_was_created_is_fetched_and_only_changes_are_in_order(
      String name, boolean fetched, boolean ordered) {
    var events = parse(records(record(name, "k", "1")));
    assertThat(events.get(0) instanceof Event.ToFetch).isEqualTo(fetched);
    var row = rows(events).get(0);
    assertThat(row.operation()).isEqualTo(name.replaceFirst("^s3:", ""));
    assertThat(row.object().sequencer() != null).isEqualTo(ordered);
  }

  @Test
  void sequencers_are_compared_as_numbers() {
    var small = row(records(record("ObjectCreated:Put", "k", "FF"))).object().sequencer();
    var large = row(records(record("ObjectCreated:Put", "k", "00100"))).object().sequencer();
    assertThat(small).isLessThan(large);
    assertThat(row(records(record("ObjectCreated:Put", "k", "0ff"))).object().sequencer())
        .isEqualTo(small);
  }

  @Test
  void several_records_are_several_rows() {
    var events =
        parse(
            records(
                record("ObjectCreated:Put", "a", "1"),
                record("ObjectRemoved:Delete", "b", "2"),
                record("ObjectCreated:Put", "c%ZZ", "3"),
                record("ObjectCreated:Put", "d", "4")));
    var fit = events.stream().filter(event -> !(event instanceof Event.Unfit)).toList();
    assertThat(rows(fit))
        .extracting(FeedEvent::entry)
        .containsExactlyInAnyOrder(ID, ID + "/2", ID + "/4");
    assertThat(events)
        .filteredOn(event -> event instanceof Event.Unfit)
        .extracting(event -> ((Event.Unfit) event).detail())
        .containsExactly("record 3: its s3.object.key has a % that is no escape");
  }

  @Test
  void what_minio_pushes_is_known_by_what_it_is() {
    var record = record("s3:ObjectCreated:Put", "a", "1");
    for (var json :
        List.of(
            "[{\"Event\":[" + record + "],\"EventTime\":\"2026-02-03T04:05:06Z\"}]",
            " {\"EventName\":\"s3:ObjectCreated:Put\",\"Key\":\"source/a\",\"Records\":["
                + record
                + "]}",
            "[\"2026-02-03T04:05:06Z\",[" + record + "]]",
            "[\"2026-02-03T04:05:06Z\"," + record + "]")) {
      assertThat(row(json).storageUrl()).as(json).isEqualTo("s3://source/a");
    }
  }

  @Test
  void a_test_notification_is_no_event() {
    assertThat(
            parse("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"source\"}"))
        .singleElement()
        .isInstanceOf(Event.Note.class);
  }

  @Test
  void an_event_may_be_the_json_of_its_fields() {
    var row = row("{\"operation\":\"delete\",\"filename\":\"a\",\"size\":7,\"ts\":null}");
    assertThat(row.filename()).isEqualTo("a");
    assertThat(row.size()).isEqualTo(7);
    assertThat(row.micros()).isEqualTo(1700000000123000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Records\":[]}",
        "{\"Records\":5}",
        "[]",
        "[1,\"a\",null,[2]]",
        "{\"Records\":[{}]}",
        "{\"Records\":[",
        "{\"Records\":[]} {}",
        "{\"a\":1}",
        "{"
      })
  void what_is_broken_is_said(String json) {
    assertThat(parse(json)).isNotEmpty().allMatch(event -> event instanceof Event.Unfit);
  }

  @Test
  void the_parts_of_a_record_have_bounds() {
    assertThat(detail(records(record("ObjectCreated:Put", "k", "xyz"))))
        .isEqualTo("its s3.object.sequencer is no hexadecimal number");
    assertThat(detail(records(record("ObjectCreated:Put", "k", "1".repeat(65)))))
        .isEqualTo("its s3.object.sequencer is no hexadecimal number");
    assertThat(detail(records(record("ObjectCreated:Put", "%ff", "1"))))
        .isEqualTo("its s3.object.key is no UTF-8");
    assertThat(detail(records(record("ObjectCreated:Put", "k".repeat(1025), "1"))))
        .isEqualTo("its s3.object.key is longer than 1024 bytes");
    assertThat(detail(records(record("ObjectCreated:Put", "", "1"))))
        .isEqualTo("it has no s3.object.key");
    assertThat(detail(records(record("", "k", "1")))).isEqualTo("it has no eventName");
    assertThat(detail(records(record("ObjectCreated:Put", "k", "1").replace("12", "-1"))))
        .isEqualTo("its s3.object.size is no number of bytes");
    assertThat(detail(records(record("ObjectCreated:Put", "k", "1").replace("source", "x/y"))))
        .startsWith("its s3.bucket.name and s3.object.key: ");
    assertThat(detail("[".repeat(1000))).startsWith("its value is no JSON that is taken");
    assertThat(detail("{\"a\":\"" + "x".repeat(1 << 20) + "\"}"))
        .isEqualTo("its value is longer than 1048576 bytes");
    assertThat(detail(records("{},".repeat(1001) + "{}")))
        .isEqualTo("it has more than 1000 records");
  }
}
