package io.sluice.dataset;

import io.sluice.sample.SampleExport;
import io.sluice.sample.SampleOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
      "with a photo. sluice sample has more options; tests/telegram of a checkout serves channels",
      "of the web.",
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

  @Override
  public Integer call() {
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
