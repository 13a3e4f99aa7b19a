package io.sluice.tests;

import static io.sluice.tests.FaultyProxy.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.words.SilentPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bucket that cannot be used is told at once and as it is; one that goes away is waited for. */
class S3TroubleTest {
  @TempDir private Path directory;
  private final String store = S3Server.bucket("store");

  private Sluice.Setup storing(Sluice.Setup setup) {
    return setup.with("STORAGE_MODE", "s3").with("S3_BUCKET", store);
  }

  private Path files(int count) throws IOException {
    var files = Files.createDirectories(directory.resolve("files"));
    for (int i = 0; i < count; i++) {
      Files.writeString(files.resolve("file-" + i), "content " + i);
    }
    return files;
  }

  private static String refusal(Sluice.Setup setup, Path files) {
    var ended = setup.run("submit", "files", files.toString()).assertExit(1);
    return ended
        .errors()
        .lines()
        .filter(line -> line.startsWith("sluice: "))
        .findFirst()
        .orElse("");
  }

  @Test
  void what_is_wrong_with_a_bucket_is_told_at_the_start_with_what_to_do() throws IOException {
    var scene = Scene.in(directory);
    var files = files(1);
    var server = S3Server.shared(S3Server.Make.S3PROXY);
    try (var client = server.client();
        var region =
            FaultyProxy.before(
                server,
                FaultyProxy.Faults.none()
                    .answering(
                        request -> Optional.of(answer(400, "AuthorizationHeaderMalformed"))));
        var denying =
            FaultyProxy.before(
                server,
                FaultyProxy.Faults.none()
                    .answering(
                        request ->
                            request.first().startsWith("DELETE")
                                ? Optional.of(answer(403, "AccessDenied"))
                                : Optional.empty()));
        var silent = new SilentPort()) {
      var setup = storing(S3Server.known(scene.setup(), server.endpoint()));
      assertThat(refusal(setup, files))
          .contains(
              "S3_BUCKET " + store + " at http",
              "is not there (NoSuchBucket 404",
              "make the bucket");
      client.createBucket(bucket -> bucket.bucket(store));
      assertThat(refusal(setup.with("AWS_ACCESS_KEY_ID", "nobody"), files))
          .contains("does not know the access key", "set AWS_ACCESS_KEY_ID")
          .doesNotContain(S3Server.SECRET);
      assertThat(refusal(setup.with("AWS_SECRET_ACCESS_KEY", "wrong"), files))
          .contains("does not take the signature", "set AWS_SECRET_ACCESS_KEY");
      assertThat(refusal(setup.with("S3_ENDPOINT", region.endpoint().toString()), files))
          .contains("lies in another region", "set S3_REGION");
      assertThat(refusal(setup.with("S3_ENDPOINT", denying.endpoint().toString()), files))
          .contains("does not allow what is needed (AccessDenied 403", "docs/running.md");
      assertThat(refusal(setup.with("S3_ENDPOINT", "http://127.0.0.1:" + silent.number()), files))
          .contains("does not answer as it should", "see to its server");
      var none = setup.with("S3_BUCKET", "").run("submit", "files", files.toString());
      assertThat(none.exitCode()).isEqualTo(2);
      assertThat(none.errors()).contains("S3_BUCKET must name a bucket where STORAGE_MODE");
      assertThat(scene.count("SELECT count(*) FROM sluice.file")).isZero();
      setup.run("submit", "files", files.toString()).assertExit(0);
    }
  }

  @Test
  void a_server_that_goes_away_is_waited_for_and_nothing_is_lost() throws IOException {
    int count = 800;
    var scene = Scene.in(directory);
    var files = files(count);
    try (var server = S3Server.start(S3Server.Make.S3PROXY, directory.resolve("server"));
        var client = server.client()) {
      client.createBucket(bucket -> bucket.bucket(store));
      var setup =
          storing(S3Server.known(scene.setup(), server.endpoint()))
              .with("SOURCE_ROOTS", directory.toRealPath().toString());
      try (var node = LiveNode.start(setup)) {
        node.submit(files);
        node.program()
            .await("the first rows", () -> scene.count("SELECT count(*) FROM sluice.file") > 100);
        server.kill();
        node.program().awaitLog("does not answer as it should");
        node.program()
            .await("a node that says that it is not ready", () -> node.probe("/ready") != 200);
        server.begin();
        node.program()
            .await("all rows", () -> scene.count("SELECT count(*) FROM sluice.file") == count);
        node.program()
            .await(
                "its end",
                () -> node.get("/api/batches/1").get("state").asText().equals("completed"));
        node.program().await("a node that is ready", () -> node.probe("/ready") == 200);
        assertThat(scene.count("SELECT count(*) FROM sluice.item WHERE state <> 'done'")).isZero();
      }
      S3FilesTest.assertStored(scene, client, store, count);
    }
  }

  @Test
  void a_session_token_that_expires_in_the_middle_is_waited_for_until_it_is_renewed()
      throws IOException {
    int count = 600;
    var scene = Scene.in(directory);
    var files = files(count);
    var expired = new AtomicBoolean();
    var faults =
        FaultyProxy.Faults.none()
            .answering(
                request ->
                    expired.get() ? Optional.of(answer(400, "ExpiredToken")) : Optional.empty());
    var server = S3Server.shared(S3Server.Make.S3PROXY);
    try (var client = server.client();
        var proxy = FaultyProxy.before(server, faults)) {
      client.createBucket(bucket -> bucket.bucket(store));
      var setup = storing(S3Server.known(scene.setup(), proxy.endpoint()));
      try (var running = setup.start("submit", "files", files.toString())) {
        running.awaitLog("running");
        running.await(
            "the first rows", () -> scene.count("SELECT count(*) FROM sluice.file") > 100);
        expired.set(true);
        running.awaitLog("does not take the session token any more");
        assertThat(scene.count("SELECT count(*) FROM sluice.file")).isLessThan(count);
        expired.set(false);
        running.end().assertExit(0);
      }
      S3FilesTest.assertStored(scene, client, store, count);
    }
  }
}
