package io.sluice.dataset;

import io.sluice.bench.ReportJson;
import io.sluice.sample.OutputFolder;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code sluice dataset files}: writes a tree of invented files of many kinds. It prints what was
 * written; exit code 2 means that an option was wrong, 1 that a file could not be written.
 */
@Command(
    name = "files",
    mixinStandardHelpOptions = true,
    description = "Writes a tree of files of many kinds, sizes and names, the same for a seed.")
final class FilesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the files: a new or empty one.")
  private Path dir;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many files. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Any number; the same one gives the same files. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--oddities",
      description = "Besides the files, a link that leads round in circles, and a FIFO.")
  private boolean oddities;

  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  @Option(
      names = "--force",
      description = "Write even if DIR holds files; those of the same names are replaced.")
  private boolean force;

  @Override
  public Integer call() {
    var options = checkedOptions();
    var folder = new OutputFolder(dir, force);
    try {
      folder.check(spec.commandLine());
      tell(FileTree.write(dir, options));
      return 0;
    } catch (IOException e) {
      return failed(folder.complaint(e));
    } catch (InvalidPathException e) {
      return failed("This locale has no letters for some names of files: set LC_ALL=C.UTF-8");
    }
  }

  private FilesOptions checkedOptions() {
    try {
      return new FilesOptions(count, seed, oddities);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void tell(FileFigures written) {
    var out = spec.commandLine().getOut();
    if (json) {
      out.print(ReportJson.of(written) + System.lineSeparator());
      out.flush();
    } else {
      out.println(written.told() + ", to " + dir);
    }
  }

  private int failed(String complaint) {
    spec.commandLine().getErr().println(complaint);
    return 1;
  }
}
