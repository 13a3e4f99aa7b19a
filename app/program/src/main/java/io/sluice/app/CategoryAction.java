package io.sluice.app;

import io.sluice.ledger.category.Categories;
import io.sluice.words.CategoryName;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that reads or changes categories in the database, whether or not nodes are there. */
abstract class CategoryAction implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    check();
    var config = SettingFlags.load(spec).config();
    LogOutput.quiet();
    try (var opened = CommandDatabase.open(config, this::tell)) {
      return on(new Categories(opened.database()), spec.commandLine().getOut());
    } finally {
      spec.commandLine().getOut().flush();
    }
  }

  /** Whether what was typed can be right. */
  void check() {}

  /** Does it, and gives the exit code. */
  abstract int on(Categories categories, PrintWriter out);

  /**
   * @throws ParameterException if no category can have this name
   */
  void checkName(String name) {
    try {
      CategoryName.checked(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "the name of a category " + e.getMessage() + ", was " + name);
    }
  }

  int refuse(String message) {
    tell(message);
    return 1;
  }

  private void tell(String message) {
    spec.commandLine().getErr().println("sluice: " + message);
    spec.commandLine().getErr().flush();
  }
}
