package io.sluice.settings;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The file {@code .env} of a directory: its lines go in, values by name come out. */
public final class EnvFile {
  private static final String NAME = ".env";
  private static final Integer ROOT = 0;
  private static final int GROUP_WRITE = 0020;
  private static final int OTHERS_WRITE = 0002;

  private EnvFile() {}

  /**
   * What stands in the file, without quotes; empty if there is none.
   *
   * @throws InvalidSettingException if it cannot be read, or others might have written it for root
   */
  public static Map<String, String> read(Path directory) {
    var file = directory.resolve(NAME).toAbsolutePath().normalize();
    if (!Files.exists(file)) {
      return Map.of();
    }
    try {
      if (isRoot()) {
        refuseOfOthers(file, LinkOption.NOFOLLOW_LINKS);
        refuseOfOthers(file);
      }
      var values = new TreeMap<String, String>();
      Dotenv.configure()
          .directory(directory.toAbsolutePath().toString())
          .load()
          .entries(Dotenv.Filter.DECLARED_IN_ENV_FILE)
          .forEach(entry -> values.put(entry.getKey(), unquoted(entry.getValue())));
      return values;
    } catch (DotenvException | IOException e) {
      throw new InvalidSettingException(NAME, "cannot be read: " + e.getMessage());
    }
  }

  private static boolean isRoot() {
    return ProcessHandle.current().info().user().filter("root"::equals).isPresent();
  }

  /**
   * Its lines name programs' servers and directories: who writes them has root do what he likes.
   */
  private static void refuseOfOthers(Path file, LinkOption... links) throws IOException {
    var attributes = Files.readAttributes(file, "unix:uid,gid,mode,isSymbolicLink", links);
    int mode = (int) attributes.get("mode");
    boolean others = (mode & OTHERS_WRITE) != 0;
    boolean group = (mode & GROUP_WRITE) != 0 && !attributes.get("gid").equals(ROOT);
    boolean link = (boolean) attributes.get("isSymbolicLink");
    if (!attributes.get("uid").equals(ROOT)) {
      throw refused(file, "belongs to " + Files.getOwner(file, links));
    }
    if (!link && (others || group)) {
      throw refused(file, "can be written by others");
    }
  }

  private static InvalidSettingException refused(Path file, String why) {
    return new InvalidSettingException(
        NAME,
        "%s, and root reads none that others have a hand in: chown root %s; chmod 600 %s; or start in another directory"
            .formatted(why, file, file));
  }

  /** The library takes double quotes away, and leaves single ones. */
  private static String unquoted(String value) {
    return value.length() > 1 && value.startsWith("'") && value.endsWith("'")
        ? value.substring(1, value.length() - 1)
        : value;
  }
}
