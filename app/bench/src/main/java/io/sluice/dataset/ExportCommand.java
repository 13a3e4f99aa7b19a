package io.sluice.dataset;

import io.sluice.sample.SampleExport;
import io.sluice.sample.SampleOptions;
import io.sluice.standin.StandIn;
import io.sluice.standin.StandInOptions;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * {@code sluice dataset channel}: writes an invented export of a channel, as {@code sluice sample}
 * does, which has more options. It prints what was written; exit code 2 means that an option was
 * wrong, 1 that a file could not be written.
 */
@Command(
    name = "channel",
    mixinStandardHelpOptions = true,
    description = {
      "Writes an invented export of a channel, the same for a seed: messages, every tenth of them",
      "with a photo. sluice sample has more options. With --serve this machine stands in for",
      "Telegram's web preview, with three channels of so many messages each, and nothing is",
      "written.",
      "",
      "  sluice dataset channel --count 1000 --out /tmp/set",
      "  sluice collect /tmp/set",
      ""
    })
final class ExportCommand implements Callable<Integer> {
  private static final int PHOTO_OF = 10;
  private static final int PHOTO_WIDTH = 1280;
  private static final String NAME = "Harbour News";

  @Mixin private WrittenSet set;
  @Mixin private ServeOptions serve;

  @Override
  public Integer call() {
    return serve.isWanted() ? serve.behind(() -> 0, this::served) : write();
  }

  private int served(CommandSpec spec) {
    var options =
        StandInOptions.defaults()
            .withMessages(set.count())
            .withSeed(set.seed())
            .withPort(serve.port());
    try (var standIn = StandIn.start(options)) {
      var names =
          standIn.channels().stream()
              .map(channel -> "@" + channel.canonicalName())
              .collect(Collectors.joining(" "));
      return Serving.of("%s/s/NAME".formatted(standIn.pages()), "collect " + names)
          .with("TELEGRAM_URL", standIn.pages().toString())
          .with(
              "ALLOWED_ADDRESSES",
              standIn.pages().getAuthority() + "," + standIn.photos().getAuthority())
          .untilEnded(spec, set.isJson());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), e.getMessage().replace("--messages", "--count"), e);
    }
  }

  private int write() {
    return set.write(
        () -> {
          var options = options();
          return dir -> SampleExport.write(dir, options);
        },
        ExportCommand::told);
  }

  private SampleOptions options() {
    int photos = Math.min(set.count() / PHOTO_OF, set.count() - 1);
    try {
      return new SampleOptions(1, set.count(), photos, PHOTO_WIDTH, set.seed(), NAME, false);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage().replace("--messages", "--count"), e);
    }
  }

  private static String told(SampleExport.Summary written) {
    return "Wrote %,d messages and %,d photos, %.1f MB"
        .formatted(written.messages(), written.photos(), written.bytes() / 1e6);
  }
}
