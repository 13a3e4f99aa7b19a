package io.sluice.tests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.app.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The stand-in for many websites in a process of its own, and parts of its list. */
final class ServedSites implements AutoCloseable {
  private static final Pattern NAMES = Pattern.compile("DNS_SERVERS=127\\.0\\.0\\.1:(\\d+)");
  private static final Pattern RECORD = Pattern.compile("at (http://\\S+) what they were asked");

  private final Process process;
  private final Path folder;
  private final int names;
  private final URI record;
  private final List<String> list;

  private ServedSites(Process process, Path folder, int names, URI record) throws IOException {
    this.process = process;
    this.folder = folder;
    this.names = names;
    this.record = record;
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
    URI asked = null;
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      var record = RECORD.matcher(line);
      var port = NAMES.matcher(line);
      if (record.find()) {
        asked = URI.create(record.group(1));
      }
      if (port.find()) {
        return new ServedSites(process, folder, Integer.parseInt(port.group(1)), asked);
      }
    }
    throw new IllegalStateException("the stand-in has ended before it served");
  }

  /** The port of the server of names. */
  int names() {
    return names;
  }

  /** What the sites were asked until now. */
  JsonNode record() throws IOException {
    return new ObjectMapper().readTree(record.toURL());
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
