package io.sluice.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code sluice sample DIR}: writes an invented export to try things with. It prints what was
 * written; exit code 2 means that an option was wrong, 1 that a file could not be written.
 */
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    description = "Writes an invented Telegram Desktop export of any size, the same for a seed.")
public final class SampleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Folder for the export: a new or empty one.")
  private Path dir;

  @Option(
      names = "--channels",
      paramLabel = "N",
      defaultValue = "1",
      description = "Channels; more than one makes a full export. Default: ${DEFAULT-VALUE}.")
  private int channels;

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Messages in each channel. Default: ${DEFAULT-VALUE}.")
  private int messages;

  @Option(
      names = "--photos",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Photos in each channel, fewer than messages because each is a message of its own."
              + " Default: ${DEFAULT-VALUE}.")
  private int photos;

  @Option(
      names = "--photo-width",
      paramLabel = "PIXELS",
      defaultValue = "1280",
      description = "Pixels on a photo's long side. Default: ${DEFAULT-VALUE}.")
  private int photoWidth;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Any number; the same one gives the same export. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "Harbour News",
      description = "Name of the first channel. Default: ${DEFAULT-VALUE}.")
  private String name;

  @Option(
      names = "--oddities",
      description =
          "In each channel one photo is missing, one cut off, one on its side"
              + " and one is a web page.")
  private boolean oddities;

  @Option(names = "--force", description = "Write even if DIR holds files; none is deleted.")
  private boolean force;

  @Override
  public Integer call() {
    var options = checkedOptions();
    var folder = new OutputFolder(dir, force);
    try {
      folder.check(spec.commandLine());
      var written = SampleExport.write(dir, options);
      spec.commandLine().getOut().println(told(written));
      return 0;
    } catch (IOException e) {
      spec.commandLine().getErr().println(folder.complaint(e));
      return 1;
    }
  }

  private SampleOptions checkedOptions() {
    try {
      return new SampleOptions(channels, messages, photos, photoWidth, seed, name, oddities);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private String told(SampleExport.Summary written) {
    return String.format(
        Locale.ROOT,
        "Wrote %,d messages and %,d photos in %,d %s, %.1f MB, to %s",
        written.messages(),
        written.photos(),
        written.channels(),
        written.channels() == 1 ? "channel" : "channels",
        written.bytes() / 1e6,
        dir);
  }
}
