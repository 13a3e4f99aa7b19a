package io.sluice.bench;

import com.typesafe.config.Config;
import io.sluice.channel.StoreSettings;
import io.sluice.persistence.DatabaseSettings;
import io.sluice.sample.SampleExport;
import io.sluice.sample.SampleOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code sluice bench collect}: collects invented exports of photos and of texts from end to end,
 * and prints which share that is of what the image engine and the writer alone can do.
 */
@Command(
    name = "collect",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice bench collect [OPTION...]",
    description = {
      "Measures collect from end to end: photos against the image engine alone on all cores,",
      "texts against the writer alone. It has a PostgreSQL and a directory of its own."
    })
final class CollectBench implements Callable<Integer> {
  private static final int PHOTO_WIDTH = 1280;
  private static final double ENGINE_SECONDS = 8;
  private static final int ENGINE_PHOTOS = 200;

  private final Function<CommandSpec, Config> settings;

  @Spec private CommandSpec spec;

  @Mixin private RoundOptions options;

  @Option(
      names = "--photos",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Messages with a photo of 1280 pixels. Default: ${DEFAULT-VALUE}")
  private int photos;

  @Option(
      names = "--texts",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Messages without one, in an export of their own. Default: ${DEFAULT-VALUE}")
  private int texts;

  CollectBench(Function<CommandSpec, Config> settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException, SQLException {
    options.check("--photos", photos);
    options.check("--texts", texts);
    int rounds = options.rounds();
    var config = settings.apply(spec);
    try (var folder = ScratchFolder.create()) {
      var pictures = export(folder, "photos", photos + 1, photos);
      var words = export(folder, "texts", texts, 0);
      var measured = new ArrayList<CollectReport.Round>();
      for (int round = 1; round <= rounds; round++) {
        options.tell("round %d of %d", round, rounds);
        var data = folder.folder("data" + round);
        var engine = imagesPerSecond(config, pictures);
        var images = CollectRun.of(config, data, pictures).perSecond("photos");
        var messages = CollectRun.of(config, data, words).perSecond("messages");
        var writer =
            WriterSpeed.measure(
                DatabaseSettings.from(config), data, StoreSettings.from(config).messages());
        measured.add(new CollectReport.Round(engine, images, writer, messages));
      }
      var report = new CollectReport(photos, texts, measured);
      options.print(report.figures(), report::table);
    }
    return 0;
  }

  private static Path export(ScratchFolder folder, String name, int messages, int photos)
      throws IOException {
    var export = folder.folder(name);
    int seed = name.hashCode();
    SampleExport.write(
        export, new SampleOptions(1, messages, photos, PHOTO_WIDTH, seed, name, false));
    return export;
  }

  /** As {@code bench images} measures it, on photos of the export. */
  private static double imagesPerSecond(Config config, Path export)
      throws IOException, InterruptedException, ExecutionException {
    List<String> pictures;
    try (var files = Files.walk(export)) {
      pictures =
          files
              .map(Path::toString)
              .filter(file -> file.endsWith(".jpg"))
              .sorted()
              .limit(ENGINE_PHOTOS)
              .toList();
    }
    int threads = Runtime.getRuntime().availableProcessors();
    return PictureSpeed.measure(config, pictures, threads, ENGINE_SECONDS);
  }
}
