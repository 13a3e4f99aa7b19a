package io.sluice.bench;

import com.typesafe.config.Config;
import io.sluice.image.ImageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code sluice bench images [DIR]}: measures ways of making stored pictures, on those of a folder
 * or on generated ones. Prints time, memory, size and likeness of each way.
 */
@Command(
    name = "images",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice bench images [OPTION...] [DIR]",
    description = {
      "Measures ways of making stored pictures: CPU time, pictures a second,",
      "memory, size, and structural similarity (SSIM) to the original shrunk",
      "with Lanczos' kernel.",
      ""
    })
final class ImagesBench implements Callable<Integer> {
  private static final double TURN_SECONDS = 0.4;

  private final Function<CommandSpec, Config> settings;
  private final double turnSeconds;
  private final List<PictureFigures> figures = new ArrayList<>();
  private final Set<String> versions = new TreeSet<>();
  private final Set<String> missing = new TreeSet<>();

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description =
          "Pictures; each sub-folder with pictures is measured for itself, the first 20 of it."
              + " Without DIR pictures are generated.")
  private Path dir;

  @Option(
      names = "--peers",
      description = "Also measure Pillow, vipsthumbnail and sharp, where they are installed.")
  private boolean peers;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Rounds in which all take turns; the median counts. Default: ${DEFAULT-VALUE}")
  private int count;

  @Mixin private BenchOutput output;

  ImagesBench(Function<CommandSpec, Config> settings) {
    this(settings, TURN_SECONDS);
  }

  ImagesBench(Function<CommandSpec, Config> settings, double turnSeconds) {
    this.settings = settings;
    this.turnSeconds = turnSeconds;
  }

  @Override
  public Integer call() throws IOException {
    var rounds = rounds();
    output.begin();
    var images = ImageSettings.from(settings.apply(spec));
    try (var scratch = ScratchFolder.create()) {
      var sets = sets(scratch);
      var commands = new ArrayList<>(ContenderCommand.ours(images));
      if (peers) {
        commands.addAll(ContenderCommand.peers(images));
      }
      for (var set : sets) {
        tell("measuring " + set.name());
        measure(set, commands, rounds, images.maxWidth(), scratch);
      }
    }
    var report =
        new ImagesReport(
            ImagesReport.thisJava(),
            Runtime.getRuntime().availableProcessors(),
            versions,
            missing,
            images.maxWidth(),
            images.quality(),
            count,
            figures);
    output.print(report, report::table);
    return 0;
  }

  private ImageRounds rounds() {
    try {
      return new ImageRounds(count, turnSeconds);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private List<PictureSet> sets(ScratchFolder scratch) throws IOException {
    if (dir == null) {
      tell("painting pictures");
      var generated = scratch.folder("generated");
      GeneratedPictures.write(generated);
      return PictureSet.in(generated);
    }
    if (!Files.isDirectory(dir)) {
      throw wrong("DIR must be a folder with pictures, there is none at " + dir);
    }
    var sets = PictureSet.in(dir);
    if (sets.isEmpty()) {
      throw wrong("DIR must be a folder with pictures, " + dir + " and its sub-folders have none");
    }
    return sets;
  }

  private void measure(
      PictureSet set,
      List<ContenderCommand> commands,
      ImageRounds rounds,
      int maxWidth,
      ScratchFolder scratch)
      throws IOException {
    try (var group = ContenderGroup.start(commands)) {
      missing.addAll(group.missing());
      group.started().stream()
          .filter(contender -> !contender.isOurs())
          .forEach(contender -> versions.add(contender.version()));
      var trial = ImageTrial.run(set, group.started(), maxWidth, scratch);
      var measured = trial.measured();
      if (measured.pictures().isEmpty()) {
        figures.add(PictureFigures.nothing(trial));
        return;
      }
      var times = rounds.run(measured, trial.contenders());
      figures.add(PictureFigures.of(trial, trial.qualities(), times));
    }
  }

  private void tell(String what) {
    spec.commandLine().getErr().println("sluice: " + what);
    spec.commandLine().getErr().flush();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
