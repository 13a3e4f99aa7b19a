package io.sluice.tests;

import static io.sluice.tests.FaultyProxy.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.TestDatabase;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Objects whose keys or states are odd: each has its end, with its reason, and none is cut short.
 */
class S3SourceTest {
  /**
   * A control sign that no XML may have, slashes that no disk keeps, and signs that escapes use.
   */
  private static final List<String> ODD =
      List.of(
          "odd/a",
          "odd/a/b",
          "odd/a//b",
          "odd//a",
          "odd/../up",
          "odd/./here",
          "odd/bell\u0007",
          "odd/tab\tand\nline",
          "odd/space and+plus",
          "odd/percent%41",
          "odd/d\u00e9j\u00e0/\u65e5\u672c\u8a9e",
          "odd/slash/");

  @TempDir private Path directory;
  private final String source = S3Server.bucket("source");

  private void put(S3Client client, String key) {
    client.putObject(
        object -> object.bucket(source).key(key),
        RequestBody.fromString("content of " + key, StandardCharsets.UTF_8));
  }

  private static List<List<String>> failures(Scene scene) {
    return TestDatabase.query(
        scene.database(),
        "SELECT address, reason, detail FROM sluice.item WHERE state = 'failed' ORDER BY address");
  }

  /** Servers that are there refuse some keys themselves, so this one only says what it has. */
  private static Optional<String> odd(FaultyProxy.Head request) {
    var asked = request.first().split(" ")[1];
    // The client writes the second of two slashes as an escape.
    var path = URLDecoder.decode(asked.replace("+", "%2B"), StandardCharsets.UTF_8);
    if (asked.startsWith("/source?") || asked.startsWith("/source/?")) {
      return Optional.of(asked.contains("encoding-type=url") ? listed() : answer(400, "BadXml"));
    }
    return ODD.stream()
        .filter(key -> path.equals("/source/" + key))
        .findFirst()
        .map(key -> FaultyProxy.ok("content of " + key))
        .or(() -> Optional.of(answer(404, "NoSuchKey")));
  }

  private static String listed() {
    var all = new StringBuilder();
    for (var key : ODD) {
      all.append(listed(URLEncoder.encode(key, StandardCharsets.UTF_8), 20));
    }
    all.append(listed("odd%2Fdirectory%2F", 0)).append(listed("odd%2Fno-text%FF", 7));
    return FaultyProxy.ok(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>source</Name>
        <EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>%s</ListBucketResult>
        """
            .formatted(all)
            .strip());
  }

  private static String listed(String key, int size) {
    return ("<Contents><Key>%s</Key><LastModified>2026-11-01T00:00:00.000Z</LastModified>"
            + "<ETag>&quot;1&quot;</ETag><Size>%d</Size></Contents>")
        .formatted(key, size);
  }

  @Test
  void keys_of_any_signs_are_read_and_directories_are_passed_over() throws Exception {
    var scene = Scene.in(directory);
    try (var server =
        FaultyProxy.before(0, FaultyProxy.Faults.none().answering(S3SourceTest::odd))) {
      var setup = S3Server.known(scene.setup(), server.endpoint());
      var all = setup.run("submit", "files", "s3://source/odd/");
      assertThat(failures(scene)).as(all.errors()).isEmpty();
      assertThat(all.output())
          .contains("%d listed, %d stored, 0 duplicates".formatted(ODD.size(), ODD.size()));
      // What has a key that is no text may be a file.
      assertThat(all.exitCode()).isOne();
      assertThat(scene.count("SELECT (passed_over->>'directory of S3')::int FROM sluice.batch"))
          .isOne();
      assertThat(scene.count("SELECT missed FROM sluice.batch")).isOne();
      assertThat(
              scene.count(
                  "SELECT count(*) FROM sluice.file_events"
                      + " WHERE filename ~ '[[:cntrl:]/]' OR filename IN ('', '.', '..')"))
          .isZero();
      var list = directory.resolve("list");
      Files.writeString(
          list, "s3://source/odd/a\ns3://source/odd/percent%2541\ns3://source/none\ns3://x\n");
      var named = setup.run("submit", "files", "--list", list.toString()).assertExit(1);
      assertThat(named.output()).contains("4 listed, 0 stored, 2 duplicates, 2 failed");
      assertThat(failures(scene))
          .containsExactly(
              List.of("s3://source/none", "missing", "store: it is not there"),
              List.of(
                  "s3://x",
                  "not an address",
                  "store: A bucket's name has 3 to 63 letters and digits"));
    }
  }

  @Test
  void a_list_of_websites_may_be_an_object() throws Exception {
    var scene = Scene.in(directory);
    var faults =
        FaultyProxy.Faults.none()
            .answering(
                request ->
                    Optional.of(
                        request.first().contains("/source/sites.csv")
                            ? FaultyProxy.ok("url\nmailto:ann@site.test\nhttp://127.0.0.1/\n")
                            : answer(404, "NoSuchKey")));
    try (var server = FaultyProxy.before(0, faults)) {
      var setup = S3Server.known(scene.setup(), server.endpoint());
      setup.run("submit", "websites", "s3://source/sites.csv").assertExit(1);
      assertThat(failures(scene))
          .extracting(row -> row.get(1))
          .containsExactlyInAnyOrder("scheme", "ip_address");
    }
  }

  /** What a server may say of an object: some of it is made up before a real one. */
  private Optional<String> said(FaultyProxy.Head request) {
    boolean isHead = request.first().startsWith("HEAD");
    boolean goesOn = request.header("range").isPresent();
    if (request.first().contains("/" + source + "/archived ")) {
      return Optional.of(
          isHead
              ? answer(200, "OK", "x-amz-storage-class: GLACIER")
              : answer(403, "InvalidObjectState"));
    }
    if (request.first().contains("/" + source + "/coming-back ")) {
      return Optional.of(
          isHead
              ? answer(200, "OK", "x-amz-restore: ongoing-request=\"true\"")
              : answer(403, "InvalidObjectState"));
    }
    if (request.first().contains("/" + source + "/changing ")) {
      return Optional.of(goesOn ? answer(412, "PreconditionFailed") : FaultyProxy.CUT);
    }
    if (request.first().contains("/" + source + "/cut-short ")) {
      return request
              .header("range")
              .filter(range -> range.matches("bytes=[1-9]\\d{5,}-"))
              .isPresent()
          ? Optional.empty()
          : Optional.of(FaultyProxy.CUT);
    }
    if (request.first().startsWith("GET") && request.first().contains("/" + source + "/gone ")) {
      return Optional.of(answer(404, "NoSuchKey"));
    }
    if (request.first().startsWith("GET") && request.first().contains("/" + source + "/secret ")) {
      return Optional.of(answer(403, "AccessDenied"));
    }
    return Optional.empty();
  }

  @Test
  void each_object_that_cannot_be_read_says_why_and_what_comes_back_is_waited_for() {
    var scene = Scene.in(directory);
    var server = S3Server.shared(S3Server.Make.S3PROXY);
    try (var client = server.client();
        var proxy = FaultyProxy.before(server, FaultyProxy.Faults.none().answering(this::said))) {
      client.createBucket(bucket -> bucket.bucket(source));
      for (var key : List.of("archived", "coming-back", "gone", "secret", "whole")) {
        put(client, key);
      }
      for (var key : List.of("changing", "cut-short")) {
        client.putObject(
            object -> object.bucket(source).key(key), RequestBody.fromBytes(new byte[2_000_000]));
      }
      var setup = S3Server.known(scene.setup(), proxy.endpoint());
      try (var running = setup.start("submit", "files", "s3://" + source)) {
        running.awaitLog("running");
        running.await(
            "all but one",
            () ->
                scene.count("SELECT count(*) FROM sluice.item WHERE state IN ('done', 'failed')")
                    == 6);
        running.signal("INT");
        running.end().assertExit(130);
      }
      assertThat(failures(scene))
          .containsExactly(
              List.of(
                  "s3://" + source + "/archived",
                  "archived",
                  "store: its storage class is GLACIER: restore it, and try again"),
              List.of(
                  "s3://" + source + "/changing",
                  "changed",
                  "store: it was overwritten each time it was read"),
              List.of("s3://" + source + "/gone", "missing", "store: it is not there"),
              List.of(
                  "s3://" + source + "/secret",
                  "refused by the server",
                  "store: AccessDenied 403, told so"));
      assertThat(
              scene.count(
                  "SELECT count(*) FROM sluice.item WHERE address = 's3://"
                      + source
                      + "/coming-back'"
                      + " AND state = 'pending' AND not_before > now()"))
          .isOne();
      assertThat(scene.count("SELECT size FROM sluice.file WHERE size > 1000"))
          .isEqualTo(2_000_000);
      assertThat(proxy.cuts()).isGreaterThan(3);
    }
  }

  @Test
  void a_node_reads_only_buckets_that_it_may() throws Exception {
    var scene = Scene.in(directory);
    var other = S3Server.bucket("other");
    var server = S3Server.shared(S3Server.Make.S3PROXY);
    try (var client = server.client()) {
      for (var name : List.of(source, other)) {
        client.createBucket(bucket -> bucket.bucket(name));
        client.putObject(
            object -> object.bucket(name).key("day/one"), RequestBody.fromString(name));
      }
      var setup =
          S3Server.known(scene.setup(), server.endpoint())
              .with("SOURCE_ROOTS", directory.toRealPath() + ",s3://" + source + "/day/");
      try (var node = LiveNode.start(setup)) {
        var taken =
            setup.run("submit", "files", "--wait", "s3://" + source + "/day/").assertExit(0);
        assertThat(taken.output()).contains("1 listed, 1 stored");
        for (var refused : List.of(source + "/", other + "/day/", source + "/da")) {
          assertThat(setup.run("submit", "files", "s3://" + refused).assertExit(1).errors())
              .contains("The node may not read it", "SOURCE_ROOTS");
        }
        var list = directory.resolve("list");
        Files.writeString(
            list,
            "s3://%1$s/day/one\ns3://%2$s/day/one\ns3://%2$s/day/\n".formatted(source, other));
        setup.run("submit", "files", "--wait", "--list", list.toString()).assertExit(1);
        assertThat(failures(scene))
            .extracting(failure -> failure.get(0) + " " + failure.get(1))
            .containsExactly(
                "s3://" + other + "/day/ refused", "s3://" + other + "/day/one refused");
        assertThat(node.program().isAlive()).isTrue();
      }
    }
  }
}
