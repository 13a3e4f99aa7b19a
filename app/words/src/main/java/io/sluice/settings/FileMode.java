package io.sluice.settings;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who may read and write what is made here, whatever the process's umask: makes files and
 * directories. Who may read a file may also look into directories. What is there stays as it is.
 *
 * @param ofFiles the permissions of a new file
 */
public record FileMode(Set<PosixFilePermission> ofFiles) {
  private static final Pattern OCTAL = Pattern.compile("0?(6[046][04])");
  private static final Map<Character, String> DIGITS = Map.of('0', "---", '4', "r--", '6', "rw-");

  private static final Map<PosixFilePermission, PosixFilePermission> SEARCH =
      Map.of(
          PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);

  public static final FileMode OWNER = of("600");

  public FileMode {
    ofFiles = Set.copyOf(ofFiles);
  }

  public static FileMode from(Config config) {
    var settings = new SettingsReader(config);
    var octal = OCTAL.matcher(settings.text("FILE_MODE"));
    if (!octal.matches()) {
      throw settings.refused("FILE_MODE", "0600, 0640, 0660, 0644 or 0664");
    }
    return of(octal.group(1));
  }

  private static FileMode of(String octal) {
    return new FileMode(
        PosixFilePermissions.fromString(
            octal
                .chars()
                .mapToObj(digit -> DIGITS.get((char) digit))
                .collect(Collectors.joining())));
  }

  private Set<PosixFilePermission> ofDirectories() {
    var permissions = EnumSet.copyOf(ofFiles);
    ofFiles.stream().filter(SEARCH::containsKey).map(SEARCH::get).forEach(permissions::add);
    return permissions;
  }

  /** A new file, open for writing. */
  public FileChannel create(Path file) throws IOException {
    return open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** A file that is made if it is not there. */
  public FileChannel open(Path file, OpenOption... options) throws IOException {
    boolean there = Files.exists(file);
    var channel =
        FileChannel.open(
            file, Set.of(options), PosixFilePermissions.asFileAttribute(OWNER.ofFiles));
    try {
      if (!there) {
        widen(file, ofFiles);
      }
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Makes a directory, with those above it that are not there. */
  public void makeDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    if (directory.getParent() != null) {
      makeDirectories(directory.getParent());
    }
    try {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER.ofDirectories()));
      widen(directory, ofDirectories());
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw e;
      }
    }
  }

  /** Not at its birth: the umask would take away what others are to have. */
  private void widen(Path path, Set<PosixFilePermission> permissions) throws IOException {
    if (!equals(OWNER)) {
      Files.setPosixFilePermissions(path, new HashSet<>(permissions));
    }
  }
}
