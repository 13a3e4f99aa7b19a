package io.sluice.dataset;

import io.lettuce.core.RedisException;
import io.sluice.bench.EventStream;
import io.sluice.words.FeedAddress;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code sluice dataset events}: adds invented events of files to a Redis stream. Exit code 2 means
 * that an option was wrong, 1 that the server did not take them.
 */
@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    description = {
      "Adds invented events of files to a Redis stream, the same for a seed, to try consume with.",
      "With --serve to a Redis of its own, for which redis-server must be installed.",
      "",
      "  sluice dataset events --redis redis://127.0.0.1/file-events --count 50000",
      "  sluice dataset events --serve",
      ""
    })
final class EventsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--redis",
      paramLabel = "ADDRESS",
      description = "redis://[user@]host[:port][/database]/stream; a password in REDIS_PASSWORD.")
  private String redis;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many events. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Any number; the same one gives the same events. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private ServeOptions serve;

  @Override
  public Integer call() {
    if (count < 1) {
      throw new ParameterException(spec.commandLine(), "--count must be 1 or more, was " + count);
    }
    if (!serve.isWanted()) {
      if (redis == null) {
        throw new ParameterException(
            spec.commandLine(), "Missing required option: '--redis=ADDRESS', or --serve");
      }
      return write(address());
    }
    if (redis != null) {
      throw new ParameterException(
          spec.commandLine(), "--serve has a Redis of its own: no --redis");
    }
    return serve.behind(() -> 0, this::served);
  }

  private int served(CommandSpec told) throws IOException {
    try (var server = OwnRedis.start(serve.port())) {
      var stream = "redis://%s/file-events".formatted(server.authority());
      int code = write(FeedAddress.of(stream));
      return code != 0
          ? code
          : Serving.of("them at " + stream, "consume " + stream).untilEnded(told, false);
    }
  }

  private int write(FeedAddress address) {
    try {
      long length = new EventStream(address, seed).write(count);
      spec.commandLine()
          .getOut()
          .println("%d events added to %s, which has %d".formatted(count, address, length));
      return 0;
    } catch (RedisException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      spec.commandLine()
          .getErr()
          .println("sluice: Redis %s: %s".formatted(address.server(), cause.getMessage()));
      return 1;
    }
  }

  private FeedAddress address() {
    try {
      var address = FeedAddress.of(redis);
      if (address.master().isPresent()) {
        throw new IllegalArgumentException("must name the server itself, and no sentinels");
      }
      return address.password().isPresent()
          ? address
          : address.with(Optional.ofNullable(System.getenv("REDIS_PASSWORD")));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--redis " + e.getMessage(), e);
    }
  }
}
