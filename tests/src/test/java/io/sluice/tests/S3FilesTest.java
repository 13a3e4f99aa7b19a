package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.blob.Sha256;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Files go to S3 and come from there, in little memory, whatever a server and its network do: each
 * object, hashed again, is what its row says, and nothing half done is left.
 */
class S3FilesTest {
  private static final int SMALL = 200;
  private static final int LENGTH = 20_000;
  private static final int LARGE = 60_000_000;

  @TempDir private Path directory;
  private final String store = S3Server.bucket("store");
  private final String source = S3Server.bucket("source");

  private static byte[] content(int number, int length) {
    var bytes = new byte[length];
    new Random(number).nextBytes(bytes);
    return bytes;
  }

  private Path files() throws IOException {
    var made = Files.createDirectories(directory.resolve("files"));
    for (int i = 0; i < SMALL; i++) {
      Files.write(made.resolve("file-" + i), content(i, LENGTH));
    }
    Files.write(made.resolve("large"), content(-1, LARGE));
    return made;
  }

  private Sluice.Setup storing(FaultyProxy proxy, Scene scene) {
    return S3Server.known(scene.setup(), proxy.endpoint())
        .with("STORAGE_MODE", "s3")
        .with("S3_BUCKET", store)
        .withJvm("-Xmx256m");
  }

  static Stream<S3Server.Make> proxy() {
    return S3Server.makes(S3Server.Make.S3PROXY);
  }

  @ParameterizedTest
  @MethodSource("proxy")
  void files_of_this_machine_are_stored_whole_by_a_server_that_fails_often(S3Server.Make make)
      throws IOException {
    var scene = Scene.in(directory);
    var server = S3Server.shared(make);
    try (var client = server.client();
        var proxy = FaultyProxy.before(server, FaultyProxy.Faults.of(0.05, 0.03, true))) {
      client.createBucket(bucket -> bucket.bucket(store));
      var setup = storing(proxy, scene);
      var ended = setup.run("submit", "files", files().toString()).assertExit(0);
      assertThat(ended.output()).contains("201 listed, 201 stored, 0 duplicates, 0 failed");
      assertThat(proxy.refused()).isZero();
      assertThat(proxy.busy()).isPositive();
      assertThat(proxy.cuts()).isPositive();
      assertStored(scene, client, store, SMALL + 1);
      var again = setup.run("submit", "files", "--name", "again", files().toString());
      assertThat(again.assertExit(0).output()).contains("0 stored, 201 duplicates");
      assertStored(scene, client, store, SMALL + 1);
    }
  }

  static Stream<S3Server.Make> mock() {
    return S3Server.makes(S3Server.Make.S3MOCK);
  }

  @ParameterizedTest
  @MethodSource("mock")
  void objects_of_a_bucket_are_stored_whole_by_a_server_that_fails_often(S3Server.Make make)
      throws IOException {
    var scene = Scene.in(directory);
    var server = S3Server.shared(make);
    try (var client = server.client();
        var proxy = FaultyProxy.before(server, FaultyProxy.Faults.of(0.05, 0.03, false))) {
      client.createBucket(bucket -> bucket.bucket(store));
      client.createBucket(bucket -> bucket.bucket(source));
      for (int i = 0; i < SMALL; i++) {
        put(client, "day/file-" + i, content(i, LENGTH));
      }
      put(client, "day/large", content(-1, LARGE));
      put(client, "other", content(-2, LENGTH));
      var ended =
          storing(proxy, scene).run("submit", "files", "s3://" + source + "/day").assertExit(0);
      assertThat(ended.output()).contains("201 listed, 201 stored, 0 duplicates, 0 failed");
      assertThat(proxy.cuts()).isPositive();
      assertStored(scene, client, store, SMALL + 1);
      assertThat(scene.count("SELECT count(*) FROM sluice.file_events WHERE filename = 'large'"))
          .isOne();
    }
  }

  private void put(S3Client client, String key, byte[] content) {
    client.putObject(object -> object.bucket(source).key(key), RequestBody.fromBytes(content));
  }

  @Test
  void what_a_killed_process_has_left_half_done_is_gone_when_the_same_command_is_done()
      throws IOException {
    var scene = Scene.in(directory);
    var files = Files.createDirectories(directory.resolve("files"));
    for (int i = 0; i < 3; i++) {
      Files.write(files.resolve("large-" + i), content(-1 - i, LARGE));
    }
    var server = S3Server.shared(S3Server.Make.S3PROXY);
    try (var client = server.client();
        var proxy = FaultyProxy.before(server, FaultyProxy.Faults.none())) {
      client.createBucket(bucket -> bucket.bucket(store));
      var setup = storing(proxy, scene);
      try (var killed = setup.start("submit", "files", files.toString())) {
        killed.await("an upload that is under way", () -> unfinished(client) > 0);
        killed.kill();
      }
      assertThat(unfinished(client)).isPositive();
      setup.run("submit", "files", files.toString()).assertExit(0);
      assertStored(scene, client, store, 3);
    }
  }

  private int unfinished(S3Client client) {
    return client.listMultipartUploads(list -> list.bucket(store)).uploads().size();
  }

  @Test
  void pictures_of_channels_go_to_the_bucket_too_and_nodes_serve_them() throws IOException {
    var scene = Scene.in(directory).withExport(200, 40);
    var server = S3Server.shared(S3Server.Make.S3PROXY);
    try (var client = server.client();
        var proxy = FaultyProxy.before(server, FaultyProxy.Faults.none())) {
      client.createBucket(bucket -> bucket.bucket(store));
      var setup = storing(proxy, scene);
      setup.run("collect", scene.export().toString()).assertExit(0);
      var paths =
          TestDatabase.query(
                  scene.database(),
                  "SELECT DISTINCT path FROM sluice.photo WHERE path IS NOT NULL ORDER BY 1")
              .stream()
              .map(row -> row.get(0))
              .toList();
      assertThat(paths).isNotEmpty();
      assertThat(
              client
                  .listObjectsV2Paginator(list -> list.bucket(store).prefix("images/"))
                  .contents()
                  .stream()
                  .map(S3Object::key)
                  .sorted())
          .containsExactlyElementsOf(paths.stream().sorted().toList());
      assertThat(scene.images().resolve("images")).doesNotExist();
      try (var node = LiveNode.start(setup)) {
        assertThat(node.bytes("/" + paths.get(0)))
            .isEqualTo(
                client
                    .getObjectAsBytes(object -> object.bucket(store).key(paths.get(0)))
                    .asByteArray());
      }
    }
  }

  /** Every row has its object, which is what the row says, and there is nothing else. */
  static void assertStored(Scene scene, S3Client client, String bucket, int files) {
    var rows = new TreeMap<String, List<String>>();
    TestDatabase.query(
            scene.database(), "SELECT path, encode(hash, 'hex'), size::text FROM sluice.file")
        .forEach(row -> rows.put(row.get(0), row.subList(1, 3)));
    assertThat(rows).hasSize(files);
    var stored = new TreeMap<String, List<String>>();
    client.listObjectsV2Paginator(list -> list.bucket(bucket)).contents().stream()
        .map(S3Object::key)
        .filter(key -> !key.startsWith(".sluice/") && !key.startsWith("files/.ledgers/"))
        .forEach(key -> stored.put(key, hashed(client, bucket, key)));
    assertThat(without(stored, rows)).as("objects that are not what a row says").isEmpty();
    assertThat(without(rows, stored)).as("rows without their objects").isEmpty();
    assertThat(client.listMultipartUploads(list -> list.bucket(bucket)).uploads()).isEmpty();
  }

  private static Map<String, List<String>> without(
      Map<String, List<String>> all, Map<String, List<String>> others) {
    var rest = new TreeMap<>(all);
    rest.entrySet().removeAll(others.entrySet());
    return rest;
  }

  private static List<String> hashed(S3Client client, String bucket, String key) {
    var hash = Sha256.begin();
    long size = 0;
    try (var in = client.getObject(object -> object.bucket(bucket).key(key))) {
      var buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        hash.update(buffer, 0, read);
        size += read;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(HexFormat.of().formatHex(hash.digest()), Long.toString(size));
  }
}
