package io.sluice.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.ledger.channel.Completeness;
import io.sluice.ledger.channel.LeftOut;
import io.sluice.ledger.channel.PhotoOutcome;
import io.sluice.origin.OriginName;
import io.sluice.origin.Origins;
import io.sluice.persistence.TestDatabase;
import io.sluice.settings.FileMode;
import io.sluice.terminal.LineWriter;
import io.sluice.terminal.Steering;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Nothing from outside reaches a terminal or a line of the log raw. */
@Isolated("it looks at what the process prints")
class PrintedTest {
  private static final Completeness STORED =
      new Completeness(120, 130, 30, Map.of(PhotoOutcome.MISSING, 3L), LeftOut.NOTHING);
  private static final ObjectMapper JSON = new ObjectMapper();

  @AfterEach
  void logAsBefore() throws Exception {
    OwnLog.asBefore();
  }

  private static String logged(String format, Consumer<Logger> told) {
    var bytes = new ByteArrayOutputStream();
    var before = System.err;
    System.setErr(new PrintStream(bytes, true, UTF_8));
    try {
      LogOutput.start(
          new LogSettings(format.equals("json"), "INFO"),
          ConfigFactory.empty(),
          ProgressDisplay.none());
      told.accept(LoggerFactory.getLogger("io.sluice." + Steering.TEXT.replace(".", "")));
    } finally {
      System.setErr(before);
    }
    return bytes.toString(UTF_8);
  }

  private static void tell(Logger log) {
    var suppressed = new IOException(Steering.TEXT);
    var failure = new IllegalStateException(Steering.TEXT, new IOException(Steering.TEXT));
    failure.addSuppressed(suppressed);
    log.info("{} is read" + Steering.TEXT, Steering.TEXT);
    log.atWarn().setMessage("it is {}").addArgument(failure).addKeyValue("a", Steering.TEXT).log();
    MDC.put("a" + Steering.TEXT, Steering.TEXT);
    log.error("{} failed", Steering.TEXT, failure);
    MDC.clear();
    log.error("no message", new IOException());
  }

  @Test
  void a_line_of_the_log_is_one_line_whatever_its_values_and_failures_hold() {
    var log = logged("text", PrintedTest::tell).replaceAll("(?m)^\t+", "");
    Steering.assertTamed(log);
    assertThat(log.lines().filter(line -> line.matches("2\\d{3}-\\d\\d-.*"))).hasSize(4);
    assertThat(log)
        .contains(
            "\\u001b[2J\\u001b]0;x\\u0007\\u009b31m\\u0008\\u007f\\u061c\\u202e\\u2066\\ud800")
        .contains("\\rFORGED\\nFORGED\\r\\nFORGED\\n\\n failed")
        .contains("Caused by: java.io.IOException: \\u001b")
        .contains("Suppressed: java.io.IOException: \\u001b")
        .contains("at io.sluice.app.PrintedTest.tell(PrintedTest.java:");
  }

  @Test
  void in_the_log_for_machines_every_sign_is_escaped_and_none_is_lost() throws IOException {
    var log = logged("json", PrintedTest::tell);
    Steering.assertTamed(log);
    var lines = log.lines().toList();
    assertThat(lines).hasSize(4);
    var whole = Steering.FILE;
    assertThat(JSON.readTree(lines.get(0)).path("formattedMessage").asText().replace("?", ""))
        .isEqualTo(whole + " is read" + whole);
    assertThat(JSON.readTree(lines.get(2)).at("/throwable/message").asText().replace("?", ""))
        .isEqualTo(whole);
  }

  @Test
  void warnings_above_the_progress_lines_are_as_tame(@TempDir Path directory) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var config = ConfigFactory.parseMap(Map.of("sluice.data-dir", directory.toString()));
    try (var display = new ProgressDisplay(new PrintStream(bytes, true, UTF_8), true)) {
      LogOutput.start(new LogSettings(false, "INFO"), config, display);
      tell(LoggerFactory.getLogger("io.sluice.x"));
    }
    Steering.assertTamed(withoutDrawing(bytes.toString(UTF_8)));
    assertThat(Files.getPosixFilePermissions(directory.resolve("sluice.log")))
        .as("for its owner alone")
        .isEqualTo(FileMode.OWNER.ofFiles());
    Steering.assertTamed(
        Files.readString(directory.resolve("sluice.log")).replaceAll("(?m)^\t+", ""));
  }

  private static String withoutDrawing(String text) {
    return text.replaceAll("\u001b\\[\\?7[lh]|\u001b\\[\\d+A\r\u001b\\[J", "")
        .replaceAll("(?m)^\t+", "");
  }

  @Test
  void progress_lines_hold_no_names_and_reasons_raw() {
    var bytes = new ByteArrayOutputStream();
    try (var display = new ProgressDisplay(new PrintStream(bytes, true, UTF_8), true)) {
      var standings =
          List.of(
              standing(ChannelPhase.COLLECTING),
              standing(ChannelPhase.FOLLOWING),
              standing(ChannelPhase.REGISTERED));
      var closed =
          new Origins.Closing(
              new OriginName(OriginName.Kind.TELEGRAM_PHOTO, Steering.TEXT),
              System.currentTimeMillis() + 60_000,
              Steering.TEXT);
      display.show(() -> standings, () -> List.of(closed));
    }
    Steering.assertTamed(withoutDrawing(bytes.toString(UTF_8)));
  }

  private static Standing standing(ChannelPhase phase) {
    var name = "news" + Steering.TEXT;
    var channel = FollowedRows.asked(name, 1);
    channel.take(
        FollowedRows.row(
            name,
            phase,
            "it is " + Steering.TEXT,
            List.of(channel.source()),
            FollowedRows.RICH,
            0.5));
    channel.did(FollowedRows.TALLY);
    return channel.standing();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void the_report_holds_no_names_and_reasons_raw(boolean json) throws IOException {
    var written = new StringWriter();
    Report.of(
            List.of(standing(ChannelPhase.FAILED), standing(ChannelPhase.COMPLETED)),
            channel -> Optional.of(STORED))
        .print(new LineWriter(new PrintWriter(written)), json);
    Steering.assertTamed(written.toString());
    if (json) {
      assertThat(JSON.readTree(written.toString()).at("/channels/0/channel").asText())
          .isEqualTo("news" + Steering.TEXT);
    } else {
      assertThat(written.toString().lines()).hasSize(3 + 2 + 1 + 2);
    }
  }

  @Test
  void what_went_wrong_is_told_without_what_it_holds_raw() {
    var written = new StringWriter();
    var err = new LineWriter(new PrintWriter(written));
    new Complaints(err).add("it is " + Steering.TEXT);
    Steering.assertTamed(written.toString());
  }

  @Test
  void what_a_user_typed_is_not_printed_raw() {
    for (var words :
        List.of(
            List.of("config", "--batch-size=" + Steering.TEXT),
            List.of("collect", "--chat=" + Steering.TEXT, "--limit=" + Steering.TEXT, "x"))) {
      var program = Program.run(words.toArray(String[]::new));
      assertThat(program.exitCode()).isEqualTo(2);
      Steering.assertTamed(program.err());
    }
    Steering.assertTamed(Program.run("config", "--data-dir=" + Steering.FILE).out());
  }

  @Test
  void an_export_whose_every_text_is_odd_is_collected_without_one_of_them_raw(
      @TempDir Path directory) throws IOException {
    var text = JSON.writeValueAsString(Steering.FILE);
    var odd = text.substring(1, text.length() - 1);
    var message =
        """
        {"id":%d,"type":"message","date":"2024-01-01T00:00:00","date_unixtime":"1704067200",
         "from":"A%s","from_id":"user1%s","forwarded_from":"B%s","odd%s":"C",
         "photo":"photos/%s","text":"D%s","text_entities":[{"type":"plain%s","text":"D%s"}]}\
        """
            .replace("%s", odd);
    var chat = "{\"name\":\"News %d%s\",\"type\":\"private_group\",\"id\":%d,\"messages\":[%s,%s]}";
    var export = Files.createDirectories(directory.resolve("a" + Steering.FILE.replace("/", "")));
    Files.writeString(
        export.resolve("result.json"),
        "{\"about\":\"x%s\",\"chats\":{\"list\":[%s,%s,{\"name\":\"broken\",\"id\":3,\"messages\":[{]}]}}"
            .formatted(
                odd,
                chat.formatted(1, odd, 71, message.formatted(1), message.formatted(2)),
                chat.formatted(2, odd, 72, message.formatted(1), "{\"id\":9,\"photo\":[]}")));
    var program =
        Program.run(
            "collect",
            export.toString(),
            export + "/nowhere",
            "--log-level=debug",
            "--data-dir=" + directory.resolve("data" + Steering.FILE.replace("/", "")),
            "--database-url=" + url());
    Steering.assertTamed(program.out());
    Steering.assertTamed(program.err().replaceAll("(?m)^\t+", ""));
    assertThat(program.exitCode()).as(program.err()).isEqualTo(1);
  }

  private static String url() {
    var database = TestDatabase.withSchema();
    return "jdbc:postgresql://%s/%s?user=%s&password=%s"
        .formatted(database.host(), database.name(), database.user(), database.password());
  }
}
