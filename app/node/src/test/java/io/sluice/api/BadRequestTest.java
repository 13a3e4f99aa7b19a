package io.sluice.api;

import static io.sluice.api.Asking.CONTRACT;
import static io.sluice.api.Asking.JSON_TYPE;
import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.example;
import static io.sluice.api.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.Contract.Known;
import io.sluice.api.Wire.Answer;
import io.sluice.node.ApiNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a request, the answer is a problem that says so and nothing else. */
@ExtendWith(ApiNode.class)
class BadRequestTest {
  private static final byte[] SOMETHING = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
  private static final String MISSING = "9223372036854775807";

  static List<Known> operations() {
    return CONTRACT.operations();
  }

  private static String target(Known operation) {
    return operation
        .path()
        .replace("{id}", MISSING)
        .replace("{upload}", "bad-requests")
        .replace("{path}", "photos/a.jpg")
        .replace("{name}", "a.bin")
        .replace("{category}", "unknown")
        .replace("{number}", "1")
        .replace("{entry}", "nobody.example")
        .replace("{file}", "00000000-0000-0000-0000-000000000000");
  }

  /** Refused with one of these, as a problem. */
  private static void assertRefused(Answer answer, Integer... statuses) {
    assertThat(answer.status()).as(answer.text()).isIn(Arrays.asList(statuses));
    assertThat(answer.type()).isEqualTo(Contract.PROBLEM);
  }

  private static void assertRefusedUnless(boolean fine, Answer answer) {
    if (!fine || answer.status() != 200) {
      assertRefused(answer, 400);
    }
  }

  private static boolean takesJson(Known operation) {
    return operation.node().at("/requestBody/content").has("application/json");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void refuses_a_body_that_is_missing_or_that_is_none_of_its_business(Known operation) {
    if (operation.node().has("requestBody")) {
      if (takesJson(operation)) {
        assertRefused(ask(operation.method(), target(operation), null), 400);
        assertRefused(ask(operation.method(), target(operation), new byte[0], JSON_TYPE), 400);
        assertRefused(ask(operation.method(), target(operation), SOMETHING), 415);
      }
      assertRefused(
          ask(operation.method(), target(operation), SOMETHING, "Content-Type: text/xml"), 415);
    } else {
      assertRefused(ask(operation.method(), target(operation), SOMETHING, JSON_TYPE), 400);
      assertRefused(
          ask(
              operation.method(),
              target(operation),
              "2\r\n{}\r\n0\r\n\r\n".getBytes(StandardCharsets.UTF_8),
              JSON_TYPE,
              "Transfer-Encoding: chunked"),
          400);
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void refuses_methods_that_it_does_not_have(Known operation) {
    var here =
        operations().stream()
            .filter(other -> other.target().matcher(target(operation)).matches())
            .map(Known::method)
            .toList();
    for (var method : List.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
      if (!here.contains(method)) {
        var answer = ask(method, target(operation), null);
        assertRefused(answer, 405);
        assertThat(answer.header("Allow").split(", ")).containsAll(here);
      }
    }
    assertRefused(ask("DANCE", target(operation), null), 501);
    int head = ask("HEAD", target(operation), null).status();
    if (here.contains("GET")) {
      assertThat(head).isIn(200, 404, whereSomethingIsMissing(operation));
    } else {
      assertThat(head).isEqualTo(405);
    }
  }

  /** What is answered to who names no words to look for, or no version of tus. */
  private static int whereSomethingIsMissing(Known operation) {
    if (operation.path().startsWith("/api/tus")) {
      return 412;
    }
    return operation.path().equals("/api/search") ? 400 : 404;
  }

  @ParameterizedTest
  @MethodSource("operations")
  void refuses_parameters_that_it_does_not_have_or_that_are_given_twice(Known operation) {
    var body = operation.node().has("requestBody") ? SOMETHING : null;
    for (var query : List.of("dance=1", "=1", "limit%00=1", "%F0%9F%92%A9=x", "id=1&path=x")) {
      assertRefused(ask(operation.method(), target(operation) + "?" + query, body), 400);
    }
    for (var parameter : operation.node().path("parameters")) {
      var name = parameter.get("name").asText();
      if (parameter.get("in").asText().equals("query")) {
        assertRefused(
            ask(operation.method(), target(operation) + "?%s=1&%s=1".formatted(name, name), body),
            400);
      }
    }
  }

  static Stream<Arguments> wrongValues() {
    return operations().stream()
        .flatMap(
            operation ->
                stream(operation.node().path("parameters"))
                    .flatMap(
                        parameter ->
                            wrong(parameter.get("schema")).stream()
                                .map(value -> Arguments.of(operation, parameter, value))));
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    var all = new ArrayList<JsonNode>();
    array.forEach(all::add);
    return all.stream();
  }

  private static List<String> wrong(JsonNode schema) {
    var values = new ArrayList<String>();
    switch (schema.get("type").asText()) {
      case "integer" ->
          values.addAll(
              List.of(
                  "" + (schema.path("minimum").asLong() - 1),
                  "-9223372036854775808",
                  "9223372036854775808",
                  "1e3",
                  "1.0",
                  "+1",
                  "0x1",
                  "%D9%A3",
                  "1%20",
                  "007",
                  "NaN",
                  "1%00",
                  "null",
                  "9".repeat(400),
                  "1;DROP%20TABLE%20channel",
                  "1'%20OR%20'1'='1"));
      case "boolean" -> values.addAll(List.of("yes", "1", "TRUE", "tru%C3%A9", ""));
      default -> {
        if (schema.has("enum")) {
          values.addAll(List.of("", "dance", "COMPLETED", "completed%00", "x'%20OR%201=1--"));
        } else if (schema.has("pattern")) {
          values.addAll(
              List.of(
                  "a.b",
                  "abcdefgh%E2%80%A8",
                  "abcdefgh%C2%85",
                  "abcdefgh%0A",
                  "abcdefgh%00",
                  "%27;--%20abcdefgh",
                  "%EF%BC%A1bcdefgh",
                  "%FF%FEabcdefgh",
                  "a".repeat(500)));
        } else {
          values.addAll(List.of("%00", "a%00b", "x".repeat(schema.path("maxLength").asInt() + 1)));
        }
      }
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("wrongValues")
  void refuses_a_value_that_is_not_described(Known operation, JsonNode parameter, String value) {
    var name = parameter.get("name").asText();
    boolean inPath = parameter.get("in").asText().equals("path");
    var target =
        inPath
            ? operation
                .path()
                .replace("{" + name + "}", value.isEmpty() ? "%20" : value)
                .replace("{id}", MISSING)
                .replace("{upload}", "bad-requests")
                .replace("{path}", "a.jpg")
            : target(operation) + "?" + name + "=" + value;
    var answer =
        operation.id().equals("putFile")
            ? Asking.put(target, SOMETHING)
            : ask(operation.method(), target, null);
    assertRefused(answer, 400);
  }

  /** Bodies for a new channel, and the part of it that the problem names. */
  static Stream<Arguments> wrongBodies() {
    return Stream.of(
        Arguments.of("", ""),
        Arguments.of(" ", ""),
        Arguments.of("null", ""),
        Arguments.of("[]", ""),
        Arguments.of("\"@durov\"", ""),
        Arguments.of("7", ""),
        Arguments.of("{", ""),
        Arguments.of("{}", "source"),
        Arguments.of("{\"source\":null}", "source"),
        Arguments.of("{\"source\":\"\"}", "source"),
        Arguments.of("{\"source\":\"  \"}", "source"),
        Arguments.of("{\"source\":7}", "source"),
        Arguments.of("{\"source\":true}", "source"),
        Arguments.of("{\"source\":[\"@durov\"]}", "source"),
        Arguments.of("{\"source\":{}}", "source"),
        Arguments.of("{\"source\":\"@dance\",\"source\":\"@other\"}", ""),
        Arguments.of("{\"source\":\"@dance\"} {}", ""),
        Arguments.of("{\"source\":\"@dance\"}}", ""),
        Arguments.of("{\"source\":\"@dance\",}", ""),
        Arguments.of("{'source':'@dance'}", ""),
        Arguments.of("{\"source\":\"@dance\",\"dance\":1}", "dance"),
        Arguments.of("{\"Source\":\"@dance\"}", "Source"),
        Arguments.of("{\"source\":\"@dance\",\"\\u0000\\ud800\":1}", "\uFFFD\uFFFD"),
        Arguments.of("{\"source\":\"@dance\",\"limit\":-1}", "limit"),
        Arguments.of("{\"source\":\"@dance\",\"limit\":1.5}", "limit"),
        Arguments.of("{\"source\":\"@dance\",\"limit\":\"1\"}", "limit"),
        Arguments.of("{\"source\":\"@dance\",\"limit\":true}", "limit"),
        Arguments.of("{\"source\":\"@dance\",\"limit\":9223372036854775808}", "limit"),
        Arguments.of("{\"source\":\"@dance\",\"limit\":1e400}", "limit"),
        Arguments.of("{\"source\":\"@dance\",\"limit\":" + "9".repeat(2000) + "}", ""),
        Arguments.of("{\"source\":\"@dance\",\"limit\":5,\"follow\":true}", "limit"),
        Arguments.of("{\"source\":\"@dance\",\"follow\":\"true\"}", "follow"),
        Arguments.of("{\"source\":\"@dance\",\"follow\":\"\"}", "follow"),
        Arguments.of("{\"source\":\"@dance\",\"follow\":1}", "follow"),
        Arguments.of("{\"source\":\"@dance\",\"chats\":\"all\"}", "chats"),
        Arguments.of("{\"source\":\"@dance\",\"chats\":\"\"}", "chats"),
        Arguments.of("{\"source\":\"@dance\",\"chats\":[1]}", "chats.0"),
        Arguments.of("{\"source\":\"@dance\",\"chats\":[null]}", "chats"),
        Arguments.of("{\"source\":\"@dance\",\"chats\":[\"\"]}", "chats"),
        Arguments.of("{\"source\":\"@dance\",\"chats\":[[]]}", "chats.0"),
        Arguments.of("{\"source\":\"@dance\",\"since\":\"yesterday\"}", "since"),
        Arguments.of("{\"source\":\"@dance\",\"since\":\"2025-02-30\"}", "since"),
        Arguments.of("{\"source\":\"@dance\",\"since\":\"\\u0000\"}", "since"),
        Arguments.of("{\"source\":\"@dance\",\"since\":\"+1000000000-12-31T00:00:00Z\"}", "since"),
        Arguments.of("{\"source\":\"@dance\",\"since\":20250131}", "since"),
        Arguments.of("{\"source\":\"@dance\",\"interval\":60}", "interval"),
        Arguments.of("{\"source\":\"@dance\",\"interval\":\"0s\"}", "interval"),
        Arguments.of("{\"source\":\"@dance\",\"interval\":\"-5m\"}", "interval"),
        Arguments.of("{\"source\":\"@dance\",\"interval\":\"999999h\"}", "interval"),
        Arguments.of("{\"source\":\"@dance\",\"interval\":\"\u0663s\"}", "interval"),
        Arguments.of("{\"source\":\"@dance\",\"file\":\"\"}", "file"),
        Arguments.of("{\"source\":\"@dance\",\"file\":[]}", "file"),
        Arguments.of("{\"source\":\"@dance\",\"file\":{}}", "file"),
        Arguments.of("{\"source\":\"@dance\",\"file\":{\"size\":1}}", "file"),
        Arguments.of("{\"source\":\"@dance\",\"file\":{\"size\":-1,\"modified\":1}}", "file"),
        Arguments.of(
            "{\"source\":\"@dance\",\"file\":{\"size\":\"1\",\"modified\":1}}", "file.size"),
        Arguments.of("{\"source\":\"@dance\",\"file\":{\"size\":1,\"modified\":1,\"x\":1}}", "x"),
        Arguments.of("{\"source\":\"" + "a".repeat(4097) + "\"}", "source"),
        Arguments.of("[".repeat(100_000), ""),
        Arguments.of("{\"a\":".repeat(50_000), ""),
        Arguments.of("{\"source\":" + "[".repeat(50_000), "source"),
        Arguments.of("{\"chats\":" + "[".repeat(900) + "]".repeat(900) + "}", "chats.0"));
  }

  @ParameterizedTest
  @MethodSource("wrongBodies")
  void refuses_a_body_that_is_not_described_and_names_the_field(String body, String field) {
    var answer = Asking.post("/api/channels", body);
    assertRefused(answer, 400);
    assertThat(Asking.tree(answer).path("field").asText()).isEqualTo(field);
  }

  @Test
  void refuses_bytes_that_are_no_text() {
    for (var bytes :
        List.of(
            new byte[] {'{', '"', (byte) 0xFF, (byte) 0xFE, '"', ':', '1', '}'},
            new byte[] {(byte) 0xC3},
            new byte[] {0, 0, (byte) 0xD8, 0, 0, 0, 0, 1},
            "{\"source\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1),
            new byte[64])) {
      assertRefused(ask("POST", "/api/channels", bytes, JSON_TYPE), 400);
    }
  }

  /** Sources that cannot be collected, in the words of who might try. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "@",
        "@a",
        "@1234567",
        "@dance'; DROP TABLE sluice.channel; --",
        "@\\ud800dance",
        "t.me/\\ud800",
        "https://t.me/+invite",
        "t.me/c/123/4",
        "tg://join?invite=x",
        "tg://\\udfff",
        "dance",
        "../exports",
        "./result.json",
        "~/x",
        "/etc/passwd",
        "/etc",
        "/home/somebody/.ssh/id_rsa",
        "/proc/self/environ",
        "/dev/zero",
        "/\\u0000",
        "/\\ud800",
        "/a/../../../etc/passwd",
        "upload:",
        "upload:short",
        "upload:../../../etc",
        "upload:not-there-yet",
        "file:///etc/passwd",
        "http://169.254.169.254/latest",
        "\\u202egnp.exe",
        "C:\\\\Windows"
      })
  void refuses_sources_that_it_must_not_or_cannot_read(String source) {
    assertRefused(Asking.post("/api/channels", "{\"source\":\"%s\"}".formatted(source)), 422);
  }

  @Test
  void takes_no_more_of_who_signs_in_than_a_token_needs() {
    assertRefused(
        Asking.post("/api/session", "{\"token\":\"%s\"}".formatted("a".repeat(8 << 10))), 413);
    assertThat(
            Asking.post("/api/session", "{\"token\":\"%s\"}".formatted("a".repeat(7 << 10)))
                .status())
        .isEqualTo(200);
  }

  @Test
  void looks_at_a_list_of_eight_megabytes_and_shows_a_part_of_it() {
    var row = "a%s.test" + (";" + "x".repeat(20_000)).repeat(10) + "\n";
    var list = new StringBuilder("Website;1;2;3;4;5;6;7;8;9;10\n");
    for (int i = 0; i < 41; i++) {
      list.append(row.formatted(i));
    }
    var answer = preview(list.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(Asking.tree(answer).get("rows").asLong()).isEqualTo(41);
    assertThat(Asking.tree(answer).get("first")).hasSize(6);
    assertRefused(preview(list + row.formatted(41)), 413);
  }

  private static Answer preview(String list) {
    return ask(
        "POST",
        "/api/websites/preview?rows=100",
        list.getBytes(StandardCharsets.UTF_8),
        "Content-Type: application/octet-stream");
  }

  @Test
  void refuses_ten_megabytes_before_they_are_all_here() {
    var body = ("{\"source\":\"" + "a".repeat(10 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
    var answer = ask("POST", "/api/channels", body, JSON_TYPE);
    assertRefused(answer, 413);
    assertThat(problem(answer)).isEqualTo("too-large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api",
        "/api/",
        "/api/dance",
        "/api/channels/1/dance",
        "/API/channels",
        "/images",
        "/index.html",
        "/api/channels/1/pause/now",
        "*",
        "/api/%2e%2e/etc",
        "/%00",
        "/api/chann%65ls%20"
      })
  void nothing_is_at_paths_that_are_not_described(String path) {
    assertRefused(ask("GET", path, null), 400, 404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "%2e%2e",
        ".%2e",
        "..%2f..%2fdata%2fpostgres%2fpassword",
        "..%5c..%5cx",
        "%00",
        "a%00.jpg",
        ".drafts/x.jpg",
        "harbour-news/../.drafts/x",
        "../data/postgres/password",
        "../postgres/password",
        "%2e%2e/postgres/password",
        "//etc/passwd",
        "/etc/passwd",
        "....//....//etc/passwd",
        "harbour-news/%2e%2e/%2e%2e/uploads",
        "%c0%ae%c0%ae/x",
        "%252e%252e%252fx",
        "harbour-news",
        "~",
        "harbour-news/2019-03",
        "a%0d%0aSet-Cookie:x",
        "%ed%a0%80.jpg",
        "%EF%BC%8E%EF%BC%8E/x.jpg"
      })
  void no_picture_is_at_paths_that_lead_elsewhere(String path) {
    example();
    assertRefused(ask("GET", "/images/" + path, null), 400, 404);
  }

  @Test
  void very_long_names_are_refused_or_not_found() {
    assertRefused(ask("GET", "/images/" + "a".repeat(300) + ".jpg", null), 404);
    assertRefused(ask("GET", "/images/" + "a/".repeat(450) + "b.jpg", null), 404);
    assertRefused(ask("GET", "/api/channels/" + "9".repeat(30_000), null), 414);
    assertThat(Asking.get("/api/channels?name=" + "%F0%9F%92%A9".repeat(250)).get("channels"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x'%20OR%20'1'='1",
        "%25",
        "_",
        "%27;DROP%20TABLE%20sluice.channel;--",
        "@%27--",
        "%5C",
        "%22",
        "%E2%80%AE",
        "$1",
        "%3F"
      })
  void sql_in_a_name_finds_nothing(String name) {
    example();
    assertThat(Asking.get("/api/channels?name=" + name).get("channels")).isEmpty();
  }

  @Test
  void a_token_with_sql_or_a_nul_in_it_is_no_place() {
    var at = "/api/channels/" + example();
    for (var list : List.of("/messages", "/failures", "/images")) {
      for (var place :
          List.of(
              "1:\0", "1:x' OR 1=1", "", ":", "-1:", "9223372036854775808:1", "1", "\0", "1:1")) {
        for (var prefix : List.of("", "channels:", list.substring(1) + example() + ":")) {
          boolean fine = prefix.endsWith(example() + ":") && !place.contains("\0");
          var token =
              Base64.getUrlEncoder()
                  .withoutPadding()
                  .encodeToString((prefix + place).getBytes(StandardCharsets.UTF_8));
          var answer = ask("GET", at + list + "?after=" + token, null);
          assertRefusedUnless(fine, answer);
        }
      }
    }
  }
}
