package io.sluice.dataset;

import io.sluice.bench.ReportJson;
import io.sluice.sample.OutputFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of all invented data that is written to a folder, and how that goes. */
final class WrittenSet {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(names = "--out", paramLabel = "DIR", description = "Folder for them: a new or empty one.")
  private Path dir;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Any number; the same one gives the same. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  @Option(
      names = "--force",
      description = "Write even if DIR holds files; those of the same names are replaced.")
  private boolean force;

  Path dir() {
    return dir;
  }

  /** Where to write, which must be given. */
  OutputFolder folder() {
    if (dir == null) {
      throw new ParameterException(spec.commandLine(), "Missing required option: '--out=DIR'");
    }
    return new OutputFolder(dir, force);
  }

  boolean isJson() {
    return json;
  }

  int count() {
    return count;
  }

  long seed() {
    return seed;
  }

  /** Writes to a folder; gives the figures of what it wrote, which JSON can show. */
  interface Writing<F> {
    F to(Path dir) throws IOException;
  }

  /**
   * @param writing made when the options were read; what is wrong with these it says by {@link
   *     IllegalArgumentException}
   * @param words what was written, of which the folder is told behind it
   * @return the exit code: 1 where something could not be written
   */
  <F> int write(Supplier<Writing<F>> writing, Function<F, String> words) {
    var folder = folder();
    try {
      var set = checked(writing);
      folder.check(spec.commandLine());
      tell(set.to(dir), words);
      return 0;
    } catch (IOException e) {
      spec.commandLine().getErr().println(folder.complaint(e));
      return 1;
    }
  }

  private <F> Writing<F> checked(Supplier<Writing<F>> writing) {
    try {
      return writing.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private <F> void tell(F written, Function<F, String> words) {
    var out = spec.commandLine().getOut();
    if (json) {
      out.print(ReportJson.of(written) + System.lineSeparator());
      out.flush();
    } else {
      out.println(words.apply(written) + ", to " + dir);
    }
  }
}
