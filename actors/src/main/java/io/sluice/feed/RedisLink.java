package io.sluice.feed;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import io.sluice.tls.PemFile;
import io.sluice.words.FeedAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Two connections to a server: one for reads that wait there, one for all else, which would have to
 * wait behind them. One that breaks is not made anew: whoever uses it begins from what the server
 * knows. Thread-safe.
 */
final class RedisLink implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private static final Duration LOOK = Duration.ofSeconds(1);

  /** How long an answer may take, besides the time that the server was told to wait. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** The user that all are who name none. */
  private static final String DEFAULT = "default";

  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final FeedAddress address;
  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> asking;
  private final StatefulRedisConnection<String, byte[]> reading;

  private RedisLink(FeedAddress address, RedisClient client) {
    this.address = address;
    this.client = client;
    asking = client.connect(CODEC);
    reading = client.connect(CODEC);
  }

  /**
   * Connects. Blocks.
   *
   * @param resources threads of all links of a node
   * @param password what to say; empty for none
   * @param authorities who signs certificates of servers; empty for those that Java trusts
   */
  static RedisLink open(
      ClientResources resources,
      FeedAddress address,
      Optional<String> password,
      Optional<PemFile> authorities) {
    return open(resources, address, password, authorities, CONNECT);
  }

  /**
   * @param connect how long it may take until a server has answered
   */
  static RedisLink open(
      ClientResources resources,
      FeedAddress address,
      Optional<String> password,
      Optional<PemFile> authorities,
      Duration connect) {
    var client = RedisClient.create(resources, uri(address, password, connect));
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .sslOptions(trusting(authorities))
            .socketOptions(SocketOptions.builder().connectTimeout(connect).keepAlive(true).build())
            .build());
    try {
      return new RedisLink(address, client);
    } catch (RuntimeException e) {
      // What it began looks whether it was answered when its time is over, and wants its threads
      // for it.
      long most = connect.plus(LOOK).toMillis();
      client.shutdownAsync(most, 2 * most, TimeUnit.MILLISECONDS);
      throw address.secure() && String.valueOf(e.getCause()).contains("timed out")
          ? RedisException.of(
              address.server(), "gave no answer by TLS: if it speaks none, write redis://")
          : RedisException.of(address.server(), e);
    }
  }

  /** A file that was changed meanwhile counts as it is now. */
  private static SslOptions trusting(Optional<PemFile> authorities) {
    var options = SslOptions.builder().jdkSslProvider();
    authorities.ifPresent(file -> options.trustManager(file.trust()));
    return options.build();
  }

  private static RedisURI uri(FeedAddress address, Optional<String> password, Duration connect) {
    var first = address.hosts().get(0);
    var uri = new RedisURI(first.name(), first.port(), connect);
    if (address.master().isPresent()) {
      uri = new RedisURI();
      uri.setTimeout(connect);
      uri.setSentinelMasterId(address.master().get());
      for (var host : address.hosts()) {
        var sentinel = new RedisURI(host.name(), host.port(), connect);
        sentinel.setSsl(address.secure());
        // One that wants none takes any.
        password.ifPresent(word -> sentinel.setCredentialsProvider(credentials(DEFAULT, word)));
        uri.getSentinels().add(sentinel);
      }
    }
    uri.setSsl(address.secure());
    uri.setDatabase(address.database());
    uri.setClientName("sluice");
    if (password.isPresent()) {
      uri.setCredentialsProvider(credentials(address.user().orElse(null), password.get()));
    }
    return uri;
  }

  private static StaticCredentialsProvider credentials(String user, String password) {
    return new StaticCredentialsProvider(user, password.toCharArray());
  }

  FeedAddress address() {
    return address;
  }

  /** An answer that comes at once. */
  <T> CompletionStage<T> ask(
      Function<RedisAsyncCommands<String, byte[]>, CompletionStage<T>> command) {
    return answer(command.apply(asking.async()), ANSWER);
  }

  /** An answer for which the server waits up to so long. */
  <T> CompletionStage<T> read(
      Duration block, Function<RedisAsyncCommands<String, byte[]>, CompletionStage<T>> command) {
    return answer(command.apply(reading.async()), block.plus(ANSWER));
  }

  private <T> CompletionStage<T> answer(CompletionStage<T> asked, Duration most) {
    return asked
        .toCompletableFuture()
        .orTimeout(most.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(refused(asked, failure)));
  }

  private RedisException refused(CompletionStage<?> asked, Throwable failure) {
    if (asked instanceof RedisCommand<?, ?, ?> command) {
      var key = command.getArgs() == null ? null : command.getArgs().getFirstEncodedKey();
      return RedisException.of(
          address,
          command.getType().toString(),
          key == null ? address.stream() : StandardCharsets.UTF_8.decode(key).toString(),
          failure);
    }
    return RedisException.of(address.server(), failure);
  }

  @Override
  public void close() {
    client.shutdownAsync(0, 0, TimeUnit.SECONDS);
  }
}
