package io.sluice.client;

import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice completion SHELL}: prints what makes a shell complete Sluice's command line. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a script that completes commands, options and names of channels and batches in a shell.",
      "",
      "  source <(sluice completion bash)          # in ~/.bashrc",
      "  source <(sluice completion zsh)           # in ~/.zshrc",
      ""
    })
public final class CompletionCommand implements Runnable {
  /** Where the script of a command that takes channels or batches tells which words there are. */
  private static final Pattern NO_NAMES =
      Pattern.compile(
          "(_(channel|batch)_(?:show|watch|pause|resume|cancel|retry|remove|failures)\\(\\) \\{"
              + ".*?local positionals=)\"\"",
          Pattern.DOTALL);

  /** Bash expands what it completes with, so that a name with other signs must not come there. */
  private static final String NAMES =
      "\"\\$(\"\\${COMP_WORDS[0]}\" $2 list --names 2>/dev/null | grep -v '[^[:alnum:]_-]')\"";

  private final Supplier<CommandLine> whole;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell;

  /**
   * @param whole gives the command line with all its commands and options
   */
  public CompletionCommand(Supplier<CommandLine> whole) {
    this.whole = whole;
  }

  enum Shell {
    bash,
    zsh
  }

  @Override
  public void run() {
    // The script is for both: in zsh it loads what makes bash's completions work there.
    var out = spec.commandLine().getOut();
    var script = AutoComplete.bash("sluice", whole.get());
    out.print(NO_NAMES.matcher(script).replaceAll("$1" + NAMES));
    out.flush();
  }
}
