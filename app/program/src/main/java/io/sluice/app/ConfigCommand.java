package io.sluice.app;

import io.sluice.node.ProgramSettings;
import io.sluice.persistence.DatabaseAddress;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice config}: prints every setting, its value and where it comes from. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice config [OPTION...]",
    description = "Shows every setting, its value and where it comes from.")
final class ConfigCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    SettingFlags.load(spec)
        .all()
        .forEach(
            setting ->
                out.println(
                    "%-20s %-30s %s".formatted(setting.key(), shown(setting), setting.origin())));
    return 0;
  }

  private static String shown(ProgramSettings.Setting setting) {
    if (setting.value().isEmpty()) {
      return "-";
    }
    return switch (setting.key()) {
      case "DATABASE_URL" -> DatabaseAddress.parse(setting.value()).urlWithHiddenPassword();
      case "API_TOKEN", "API_TOKEN_READ", "REDIS_PASSWORD", "OPENAI_API_KEY" -> "***";
      default -> setting.value();
    };
  }
}
