package io.sluice.tests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A server of S3 in a process of its own, of one of two makes, which keeps all in a directory. Who
 * does not end it shares it with others, each in buckets of its own.
 */
final class S3Server implements AutoCloseable {
  static final String KEY = "local-key";
  static final String SECRET = "local-secret";
  private static final Pattern HALF_WRITTEN =
      Pattern.compile("[0-9a-f]{64}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Map<Make, S3Server> SHARED = new EnumMap<>(Make.class);
  private static final AtomicInteger BUCKETS = new AtomicInteger();

  /** With which of them a test that takes long is run: with this one, or all if somebody wants. */
  static Stream<Make> makes(Make one) {
    return "all".equals(System.getProperty("s3.makes")) ? Stream.of(Make.values()) : Stream.of(one);
  }

  /** Which program it is. */
  enum Make {
    S3PROXY,
    S3MOCK
  }

  private final Make make;
  private final Path directory;
  private final int port;
  private Process process;

  private S3Server(Make make, Path directory, int port) {
    this.make = make;
    this.directory = directory;
    this.port = port;
  }

  /**
   * @param directory that is made for it
   */
  static S3Server start(Make make, Path directory) {
    try {
      Files.createDirectories(directory.resolve("data"));
      var server = new S3Server(make, directory, freePort());
      server.begin();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one of all tests, which ends with them. */
  static synchronized S3Server shared(Make make) {
    return SHARED.computeIfAbsent(make, S3Server::startForAll);
  }

  private static S3Server startForAll(Make make) {
    try {
      var directory = Files.createTempDirectory("sluice-s3");
      var server = start(make, directory);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    server.close();
                    delete(directory);
                  }));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (var all = Files.walk(directory)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A name for a bucket that no other test has. */
  static String bucket(String name) {
    return name + "-" + BUCKETS.incrementAndGet();
  }

  /** Again, with what it has. */
  void begin() {
    try {
      removeHalfWritten();
      var command = new ArrayList<String>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC"));
      command.addAll(make == Make.S3PROXY ? proxy() : mock());
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("server.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (var client = client(endpoint())) {
      Sluice.await("a server that answers", () -> answers(client), PATIENCE);
    } catch (AssertionError e) {
      close();
      throw e;
    }
  }

  /** What S3Proxy was writing when it was killed it takes for objects, each with a word behind. */
  private void removeHalfWritten() throws IOException {
    List<Path> left;
    try (var all = Files.walk(directory.resolve("data"))) {
      left =
          all.filter(Files::isRegularFile)
              .filter(file -> HALF_WRITTEN.matcher(file.getFileName().toString()).matches())
              .toList();
    }
    for (var file : left) {
      Files.delete(file);
    }
  }

  private static boolean answers(S3Client client) {
    try {
      client.listBuckets();
      return true;
    } catch (SdkException e) {
      return false;
    }
  }

  private List<String> proxy() throws IOException {
    var properties = directory.resolve("s3proxy.properties");
    Files.writeString(
        properties,
        """
        s3proxy.endpoint=%s
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=filesystem-nio2
        jclouds.filesystem.basedir=%s
        """
            .formatted(endpoint(), KEY, SECRET, directory.resolve("data")));
    return List.of(
        "-DLOG_LEVEL=warn",
        "-cp",
        classPath("s3proxy"),
        "org.gaul.s3proxy.Main",
        "--properties",
        properties.toString());
  }

  private List<String> mock() throws IOException {
    // Its start is most of what it does.
    return List.of(
        "-XX:TieredStopAtLevel=1",
        "-jar",
        classPath("s3mock"),
        "--server.port=0",
        "--com.adobe.testing.s3mock.httpPort=" + port,
        "--com.adobe.testing.s3mock.store.root=" + directory.resolve("data"),
        "--com.adobe.testing.s3mock.store.retainFilesOnExit=true");
  }

  private static String classPath(String module) throws IOException {
    return Files.readString(Path.of(module, "target", "classpath")).strip();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  int port() {
    return port;
  }

  /** As it is, without what tests put before it. */
  S3Client client() {
    return client(endpoint());
  }

  private static S3Client client(URI endpoint) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)))
        .build();
  }

  /** With keys that these servers take. */
  static Sluice.Setup known(Sluice.Setup setup, URI endpoint) {
    return setup
        .with("S3_ENDPOINT", endpoint.toString())
        .with("AWS_ACCESS_KEY_ID", KEY)
        .with("AWS_SECRET_ACCESS_KEY", SECRET);
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  /** What it keeps stays. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
