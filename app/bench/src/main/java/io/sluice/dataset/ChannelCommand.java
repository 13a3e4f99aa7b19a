package io.sluice.dataset;

import io.sluice.bench.ReportJson;
import io.sluice.sample.OutputFolder;
import io.sluice.sample.SampleExport;
import io.sluice.sample.SampleOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
final class ChannelCommand implements Callable<Integer> {
  private static final int PHOTO_OF = 10;
  private static final int PHOTO_WIDTH = 1280;
  private static final String NAME = "Harbour News";

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the export: a new or empty one.")
  private Path dir;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many messages. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Any number; the same one gives the same export. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  @Option(names = "--force", description = "Write even if DIR holds files; none is deleted.")
  private boolean force;

  @Override
  public Integer call() {
    if (count < 1) {
      throw new ParameterException(spec.commandLine(), "--count must be 1 or more, was " + count);
    }
    var folder = new OutputFolder(dir, force);
    try {
      folder.check(spec.commandLine());
      tell(SampleExport.write(dir, options()));
      return 0;
    } catch (IOException e) {
      spec.commandLine().getErr().println(folder.complaint(e));
      return 1;
    }
  }

  private SampleOptions options() {
    try {
      return new SampleOptions(
          1, count, Math.min(count / PHOTO_OF, count - 1), PHOTO_WIDTH, seed, NAME, false);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), e.getMessage().replace("--messages", "--count"), e);
    }
  }

  private void tell(SampleExport.Summary written) {
    var out = spec.commandLine().getOut();
    if (json) {
      out.print(ReportJson.of(written) + System.lineSeparator());
      out.flush();
    } else {
      out.println(
          "Wrote %,d messages and %,d photos, %.1f MB, to %s"
              .formatted(written.messages(), written.photos(), written.bytes() / 1e6, dir));
    }
  }
}
