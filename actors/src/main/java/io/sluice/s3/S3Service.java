package io.sluice.s3;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * A node's way to S3: settings go in, buckets that can be asked come out. Nothing is asked, and no
 * access key looked for, before the first bucket is. Thread-safe.
 */
public final class S3Service implements AutoCloseable {
  /** Requests that are under way at once; each has a thread that waits for it. */
  private static final int MOST_AT_ONCE = 32;

  private static final int MOST_SENDERS = 64;

  /** Five repeats of one request in twenty that fails leave one failure in 64 million. */
  private static final int MOST_ATTEMPTS = 6;

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final Duration SHORTEST_PAUSE_OF_BUSY = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofMinutes(2);
  private static final Duration ATTEMPT = Duration.ofMinutes(5);

  private final S3Settings settings;
  private final Conditions conditions = new Conditions();
  private final ExecutorService threads = pool(MOST_AT_ONCE, "s3-");

  /** As many as there are buffers; apart, since those above wait for them. */
  private final ExecutorService senders = pool(MOST_SENDERS, "s3-part-");

  /** For what is sent to this node, so that nothing else waits for its senders. */
  private final ExecutorService receivers = pool(MOST_AT_ONCE, "s3-sent-");

  private S3Client client;

  public S3Service(S3Settings settings) {
    this.settings = settings;
  }

  private static ExecutorService pool(int size, String name) {
    var number = new AtomicInteger();
    var pool =
        new ThreadPoolExecutor(
            size,
            size,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              var thread = new Thread(work, name + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** The bucket of the store, whose keys begin behind S3_PREFIX. */
  public Bucket own() {
    return new Bucket(
        this::client,
        conditions,
        settings.bucket().orElseThrow(),
        settings.prefix(),
        "S3_BUCKET",
        settings.where(settings.bucket().orElseThrow()));
  }

  /** Any bucket of the same server; its keys are as they are. */
  public Bucket bucket(String name) {
    return new Bucket(this::client, conditions, name, "", "The source s3://", settings.where(name));
  }

  /** The key in the store of an object of any bucket; empty for one that is not of the store. */
  public Optional<String> keyInStore(String bucket, String key) {
    return settings
        .bucket()
        .filter(own -> own.equals(bucket) && key.startsWith(settings.prefix()))
        .map(own -> key.substring(settings.prefix().length()));
  }

  /** Threads for what waits for answers. */
  public Executor threads() {
    return threads;
  }

  /** Threads that take in what is sent to this node. */
  Executor receivers() {
    return receivers;
  }

  /** Threads that send parts. */
  Executor senders() {
    return senders;
  }

  /**
   * @throws SdkException if it cannot be made, such as without a region
   */
  private synchronized S3Client client() {
    if (client == null) {
      client = made();
    }
    return client;
  }

  private S3Client made() {
    var builder =
        S3Client.builder()
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(2 * (2 * MOST_AT_ONCE + MOST_SENDERS))
                    .connectionTimeout(CONNECT)
                    .connectionAcquisitionTimeout(SILENCE)
                    .socketTimeout(SILENCE)
                    .tcpKeepAlive(true))
            .forcePathStyle(settings.pathStyle())
            // Servers that are not Amazon's refuse these headers, or take them for content.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(S3Configuration.builder().chunkedEncodingEnabled(false).build())
            .overrideConfiguration(
                other -> other.apiCallAttemptTimeout(ATTEMPT).retryStrategy(retries()));
    settings.endpoint().ifPresent(builder::endpointOverride);
    settings.region().map(Region::of).ifPresent(builder::region);
    return builder.build();
  }

  private static StandardRetryStrategy retries() {
    return StandardRetryStrategy.builder()
        .maxAttempts(MOST_ATTEMPTS)
        .backoffStrategy(BackoffStrategy.exponentialDelay(SHORTEST_PAUSE, LONGEST_PAUSE))
        .throttlingBackoffStrategy(
            BackoffStrategy.exponentialDelay(SHORTEST_PAUSE_OF_BUSY, LONGEST_PAUSE))
        // An outage is waited for; who sends less because of one failure in twenty does so for
        // ever.
        .circuitBreakerEnabled(false)
        .build();
  }

  @Override
  public synchronized void close() {
    threads.shutdownNow();
    senders.shutdownNow();
    receivers.shutdownNow();
    if (client != null) {
      client.close();
    }
  }
}
