package io.sluice.app;

import io.sluice.node.ProgramSettings;
import io.sluice.settings.InvalidSettingException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Gives a command a flag for every setting: {@code --batch-size} for BATCH_SIZE. */
final class SettingFlags {
  private SettingFlags() {}

  /**
   * @param shorter a second flag of a setting, by its key
   */
  static void addTo(CommandSpec command, Map<String, String> shorter) {
    var group =
        ArgGroupSpec.builder()
            .heading(
                "%nSettings, also in the environment and .env (BATCH_SIZE for --batch-size):%n")
            .exclusive(false)
            .multiplicity("0..1");
    ProgramSettings.known()
        .forEach(
            setting ->
                group.addArg(
                    OptionSpec.builder(flags(setting.key(), shorter))
                        .type(String.class)
                        .paramLabel("VALUE")
                        .description(description(setting))
                        .build()));
    command.addArgGroup(group.build());
  }

  private static String description(ProgramSettings.Known setting) {
    var text =
        setting.defaultValue().isEmpty()
            ? setting.description()
            : setting.description() + ". Default: " + setting.defaultValue();
    return text.replace("%", "%%");
  }

  private static String[] flags(String key, Map<String, String> shorter) {
    return Stream.of(shorter.get(key), flag(key)).filter(Objects::nonNull).toArray(String[]::new);
  }

  private static String flag(String key) {
    return "--" + key.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The settings in force for a command.
   *
   * @throws ParameterException where one is refused
   */
  static ProgramSettings load(CommandSpec command) {
    Map<String, String> flags = new HashMap<>();
    var given = command.commandLine().getParseResult();
    for (var setting : ProgramSettings.known()) {
      String value = given.matchedOptionValue(flag(setting.key()), null);
      if (value != null) {
        flags.put(setting.key(), value);
      }
    }
    try {
      var settings = ProgramSettings.load(flags, System.getenv(), Path.of(""));
      check(settings);
      return settings;
    } catch (InvalidSettingException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private static void check(ProgramSettings settings) {
    try {
      NodeSettingsCheck.all(settings.config());
    } catch (InvalidSettingException e) {
      throw e.from(settings.setting(e.key()).origin());
    }
  }
}
