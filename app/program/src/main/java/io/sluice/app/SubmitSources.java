package io.sluice.app;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice submit} of what is read from files, the web, and S3: a batch of one kind. */
abstract class SubmitSources implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SourceOptions options;

  @Option(
      names = "--wait",
      description = "Where nodes have the batch: follow it to its end; else its name is printed.")
  private boolean waits;

  private final String kind;

  /**
   * @param kind of the batch
   */
  SubmitSources(String kind) {
    this.kind = kind;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var wanted = options.wanted(kind, waits);
    var named = options.named();
    var config = SettingFlags.load(spec).config();
    return SourcesBatch.run(spec, config, wanted, BatchErrand.NONE, named);
  }
}
