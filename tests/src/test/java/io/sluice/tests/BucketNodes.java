package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.blob.Sha256;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Nodes that have a bucket in common, and no disk: what is asked of them, and what is left. */
record BucketNodes(Path directory, Scene scene, S3Server server, S3Client s3, String bucket)
    implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  static BucketNodes of(S3Server.Make make, Path directory) {
    var server = S3Server.shared(make);
    var s3 = server.client();
    var name = S3Server.bucket("store");
    s3.createBucket(bucket -> bucket.bucket(name));
    return new BucketNodes(directory, Scene.in(directory), server, s3, name);
  }

  Sluice.Setup setup(int number) {
    var own = directory.resolve("node-" + number);
    return S3Server.known(
            new Sluice.Setup(own, scene.setup().environment(), List.of()), server.endpoint())
        .with("STORAGE_MODE", "s3")
        .with("S3_BUCKET", bucket)
        .with("S3_PREFIX", "team")
        .with("DATA_DIR", own.toString())
        .with("IMAGE_DIR", own.resolve("images").toString())
        .with("SOURCE_ROOTS", own.resolve("readable").toString())
        .with("NODE_HOST", "127.0.0." + number)
        .with("CHUNK_SIZE", "20")
        .with("NODE_CHUNKS", "2")
        .with("MAX_CONCURRENT_CHUNKS", "4");
  }

  LiveNode node(int number, String... jvm) throws IOException {
    Files.createDirectories(directory.resolve("node-" + number));
    return LiveNode.start(setup(number).withJvm(arguments(jvm)));
  }

  private static String[] arguments(String... more) {
    return Stream.concat(Stream.of("-Xmx256m"), Arrays.stream(more)).toArray(String[]::new);
  }

  static byte[] content(int number, int length) {
    var bytes = new byte[length];
    new Random(number).nextBytes(bytes);
    return bytes;
  }

  static String hash(byte[] bytes) {
    return HexFormat.of().formatHex(Sha256.of(bytes));
  }

  static HttpResponse<String> ask(
      LiveNode node, String path, String method, byte[] body, String... headers) {
    var request =
        HttpRequest.newBuilder(node.api().resolve(path))
            .headers(headers)
            .method(method, BodyPublishers.ofByteArray(body))
            .build();
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What lies there that was sent. */
  List<String> uploads() {
    return s3
        .listObjectsV2Paginator(list -> list.bucket(bucket).prefix("team/uploads/"))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  void awaitNoUploads() {
    Sluice.await("the end of the uploads", () -> uploads().isEmpty(), PATIENCE);
  }

  /** So many files are stored, each is what its row says, and nothing half done is left. */
  void assertStored(int files) {
    var stored =
        TestDatabase.query(
            scene.database(), "SELECT path, encode(hash, 'hex') FROM sluice.file ORDER BY 1");
    assertThat(stored).hasSize(files);
    for (var file : stored) {
      var object =
          s3.getObjectAsBytes(one -> one.bucket(bucket).key("team/" + file.get(0))).asByteArray();
      assertThat(hash(object)).isEqualTo(file.get(1));
    }
    assertThat(scene.count("SELECT count(*) FROM sluice.file_events")).isEqualTo(files);
    assertThat(uploads()).isEmpty();
    assertThat(s3.listMultipartUploads(list -> list.bucket(bucket)).uploads()).isEmpty();
  }

  @Override
  public void close() {
    s3.close();
  }
}
