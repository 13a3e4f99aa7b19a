package io.sluice.tests.bench;

import io.sluice.app.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The stand-in for many websites in a process of its own, and parts of its list. */
final class ServedSites implements AutoCloseable {
  private static final Pattern NAMES = Pattern.compile("DNS_SERVERS=127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final Path folder;
  private final int names;
  private final List<String> list;

  private ServedSites(Process process, Path folder, int names) throws IOException {
    this.process = process;
    this.folder = folder;
    this.names = names;
    list = Files.readAllLines(folder.resolve("sites.csv"));
  }

  /**
   * Waits until it serves.
   *
   * @param folder where it writes
   */
  static ServedSites start(Path folder, int count) throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "dataset",
                "websites",
                "--serve",
                "--count",
                Integer.toString(count),
                "--out",
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      var found = NAMES.matcher(line);
      if (found.find()) {
        return new ServedSites(process, folder, Integer.parseInt(found.group(1)));
      }
    }
    throw new IllegalStateException("the stand-in has ended before it served");
  }

  /** The port of the server of names. */
  int names() {
    return names;
  }

  /** What is trusted, with the password {@code changeit}. */
  Path authority() {
    return folder.resolve("authority.p12");
  }

  /** A list with some of its sites. */
  Path part(int from, int to) throws IOException {
    var rows = new ArrayList<>(List.of(list.get(0)));
    rows.addAll(list.subList(1 + from, 1 + to));
    return Files.write(folder.resolve("part-%d-%d.csv".formatted(from, to)), rows);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
