package io.sluice.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageDatesTest {
  private static final MessageDates DATES = new MessageDates(ZoneId.of("Asia/Yekaterinburg"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"date_unixtime\": \"1709287200\"| 2024-03-01T10:00:00Z",
        "\"date_unixtime\": 1709287200| 2024-03-01T10:00:00Z",
        "\"date_unixtime\": 1.7092872E9| 2024-03-01T10:00:00Z",
        "\"date_unixtime\": 1709287200.5|",
        "\"date_unixtime\": \"soon\", \"date\": \"2024-03-01T15:00:00\"| 2024-03-01T10:00:00Z",
        "\"date\": \"2024-02-30T15:00:00\"|",
        "\"date\": \"1969-12-31T23:59:59\"|",
        "\"date\": \"1970-01-01T05:00:00\"| 1970-01-01T00:00:00Z",
        "\"date\": \"2201-01-02T00:00:00\"|",
        "\"date\": \"+999999999-01-01T00:00:00\"|",
        "\"date\": {}|",
        "\"date_unixtime\": -5|",
        "\"date_unixtime\": 7289654400|",
        "\"date_unixtime\": 99999999999999999999999|",
        "\"date_unixtime\": 1e999|",
        "\"date_unixtime\": null|",
      })
  void an_invalid_or_absurd_date_is_none(String fields, Instant sentAt) throws IOException {
    assertThat(DATES.sent(fields(fields))).isEqualTo(sentAt);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"edited\": \"1970-01-01T05:00:00\"",
        "\"edited\": \"1970-01-01T05:00:00\", \"edited_unixtime\": \"0\"",
        "\"edited_unixtime\": 0",
        "\"edited\": \"1970-01-01T08:00:00\"",
        "\"edited\": \"1969-12-31T19:00:00\"",
        "\"edited\": null",
      })
  void an_edit_in_1970_is_none(String fields) throws IOException {
    assertThat(DATES.edited(fields(fields))).isNull();
  }

  private static ObjectNode fields(String fields) throws IOException {
    return (ObjectNode) new ObjectMapper().readTree("{" + fields + "}");
  }
}
