package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.document.DocumentKind;
import io.sluice.document.OcrSettings;
import io.sluice.ledger.category.Categories;
import io.sluice.settings.SettingsReader;
import io.sluice.words.CategoryName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice classify [SOURCE...]}: documents read and sorted in one sitting. */
@Command(
    name = "classify",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice classify [OPTION...] [SOURCE...]",
    description = {
      "Reads documents as sluice submit documents does, waits until each is in a category or up for",
      "review, and prints how many are in which; --export writes a line for each. Where nodes are at",
      "work on the database they do it. With USE_DATABASE=false nothing is kept but the export.",
      "",
      "  sluice category learn ~/sorted",
      "  sluice classify ~/documents -w 8 --export out.csv",
      "  USE_DATABASE=false sluice classify ~/documents --learn ~/sorted --export out.jsonl",
      ""
    },
    footer = {
      "",
      "Exit code: 0 every document was read and classified, 1 something failed or could not be",
      "looked at, 2 wrong usage, 3 out of memory, 130 interrupted. Documents that are up for review",
      "are no failure."
    })
final class ClassifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SourceOptions options;

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description = "Write what has become of each document: FILE.jsonl, or else CSV.")
  private Path export;

  @Option(
      names = "--learn",
      paramLabel = "DIR",
      description = "First learn from a directory, as sluice category learn does.")
  private Path learned;

  @Option(
      names = "--category",
      paramLabel = "NAME=DESCRIPTION",
      description = "First add a category, or describe one. Can be given several times.")
  private Map<String, String> categories = Map.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    var wanted = options.wanted(DocumentKind.NAME, true);
    var named = options.named();
    checkCategories();
    var config = SettingFlags.load(spec).config();
    var file = Optional.ofNullable(export);
    if (file.isPresent()) {
      ResultsFile.checkWritable(file.get());
    }
    if (new SettingsReader(config).flag("USE_DATABASE")) {
      return classify(config, wanted, named, file);
    }
    if (file.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "with USE_DATABASE=false nothing is left but what --export writes");
    }
    if (learned == null && categories.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "with USE_DATABASE=false no categories are known: give some by --learn or --category");
    }
    try (var none = new ThrowawayDatabase(config)) {
      return classify(none.config(), wanted, named, file);
    }
  }

  private int classify(
      Config config, SourcesBatch.Wanted wanted, NamedSources named, Optional<Path> file)
      throws IOException, InterruptedException {
    if (!categories.isEmpty()) {
      // What follows tells of a node with another database.
      try (var opened = CommandDatabase.open(config, words -> {})) {
        var known = new Categories(opened.database());
        categories.forEach(known::put);
      }
    }
    if (learned != null) {
      int code = learn(config);
      if (code != 0) {
        return code;
      }
    }
    var errand = new ClassifyErrand(file, wanted.json(), OcrSettings.isOn(config));
    return SourcesBatch.run(spec, config, wanted, errand, named);
  }

  private int learn(Config config) throws IOException, InterruptedException {
    var learning = LearnErrand.from(learned);
    var complaints = new Complaints(spec.commandLine().getErr());
    learning.problems().forEach(complaints::add);
    var wanted =
        new SourcesBatch.Wanted(DocumentKind.NAME, null, true, false, true, options.json());
    return SourcesBatch.run(spec, config, wanted, learning, learning.sources());
  }

  private void checkCategories() {
    for (var name : categories.keySet()) {
      try {
        CategoryName.checked(name);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(
            spec.commandLine(), "--category: the name %s, was %s".formatted(e.getMessage(), name));
      }
    }
  }
}
