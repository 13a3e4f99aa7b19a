package io.sluice.persistence;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked from the class path, and how to run them. */
final class ServerPrograms {
  /** Written when all is unpacked: how many bytes that were. */
  private static final String WHOLE = "unpacked";

  private static final int EXECUTABLE = 0100;

  private final Path directory;

  private ServerPrograms(Path directory) {
    this.directory = directory;
  }

  /**
   * @param home where each version has a directory of its own; one that was cut off begins anew
   * @throws IOException where there are none for this machine, or they cannot be written
   */
  static ServerPrograms in(Path home) throws IOException {
    var programs = new ServerPrograms(Files.createDirectories(home).resolve(version()));
    if (!programs.areWhole()) {
      if (Files.exists(programs.directory)) {
        OwnerOnly.deleteTree(programs.directory);
      }
      programs.unpack();
    }
    return programs;
  }

  private static String version() throws IOException {
    try (var archive = new CheckedInputStream(archive(), new CRC32())) {
      long size = archive.transferTo(OutputStream.nullOutputStream());
      return "%08x-%d".formatted(archive.getChecksum().getValue(), size);
    }
  }

  private static InputStream archive() throws IOException {
    var system = System.getProperty("os.name");
    var machine =
        switch (System.getProperty("os.arch")) {
          case "amd64" -> "x86_64";
          case "aarch64" -> "arm_64";
          default -> System.getProperty("os.arch");
        };
    var name = "/postgres-" + system.toLowerCase(Locale.ROOT) + "-" + machine + ".txz";
    var archive = ServerPrograms.class.getResourceAsStream(name);
    if (archive == null) {
      throw new IOException(
          "it is not made for %s on %s: use DATABASE_URL".formatted(system, machine));
    }
    return archive;
  }

  /** A power loss leaves files without their content, so the bytes are counted. */
  private boolean areWhole() throws IOException {
    var whole = directory.resolve(WHOLE);
    return Files.exists(whole) && Files.readString(whole).equals(Long.toString(size()));
  }

  private long size() throws IOException {
    long size = 0;
    try (var paths = Files.walk(directory)) {
      for (var file : paths.filter(this::isUnpacked).toList()) {
        size += Files.size(file);
      }
    }
    return size;
  }

  private boolean isUnpacked(Path path) {
    return Files.isRegularFile(path) && !path.equals(directory.resolve(WHOLE));
  }

  private void unpack() throws IOException {
    try (var archive = new TarArchiveInputStream(new XZInputStream(archive()))) {
      for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
        unpack(entry, archive);
      }
    }
    Files.writeString(directory.resolve(WHOLE), Long.toString(size()));
  }

  private void unpack(TarArchiveEntry entry, InputStream content) throws IOException {
    var target = directory.resolve(entry.getName()).normalize();
    if (!target.startsWith(directory)) {
      throw new IOException("the archive of its programs leads out of its directory: " + target);
    }
    Files.createDirectories(entry.isDirectory() ? target : target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isFile()) {
      Files.copy(content, target);
      if ((entry.getMode() & EXECUTABLE) != 0 && !target.toFile().setExecutable(true)) {
        throw new IOException(target + " cannot be made executable");
      }
    }
  }

  /** PostgreSQL refuses to run as root: then it runs as a user of a namespace of its own. */
  ProcessBuilder command(String program, List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(directory.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }
}
