package io.sluice.bench;

import io.sluice.image.ImageSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a contender is started: image settings go in, command lines come out.
 *
 * @param lines the first that starts is taken
 * @param ours whether it is an engine of this program
 */
record ContenderCommand(String name, List<List<String>> lines, boolean ours) {
  /** Where Python is looked for: what a version manager offers may lack the library. */
  private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

  static List<ContenderCommand> ours(ImageSettings settings) {
    return Arrays.stream(PictureEngine.values()).map(engine -> java(engine, settings)).toList();
  }

  /** Other programs that may be installed. */
  static List<ContenderCommand> peers(ImageSettings settings) throws IOException {
    return List.of(
        python("pillow", "pillow.py", "whole", settings),
        python("pillow draft", "pillow.py", "draft", settings),
        python("vipsthumbnail", "vipsthumbnail.py", "", settings),
        new ContenderCommand(
            "sharp",
            List.of(command(List.of("node", "-e", script("sharp.js"), "--"), settings)),
            false));
  }

  /** With this JVM's own options, since the heap and its collector make a difference. */
  private static ContenderCommand java(PictureEngine engine, ImageSettings settings) {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    words.addAll(List.of("-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path")));
    words.addAll(List.of(PictureEngineMain.class.getName(), engine.name()));
    var line = command(words, settings);
    line.add(Long.toString(settings.maxPixels()));
    line.add(Long.toString(settings.maxBytes()));
    return new ContenderCommand(engine.words(), List.of(line), true);
  }

  private static ContenderCommand python(
      String name, String resource, String way, ImageSettings settings) throws IOException {
    var lines = new ArrayList<List<String>>();
    for (var python : PYTHONS) {
      var line = command(List.of(python, "-c", script(resource)), settings);
      line.add(way);
      lines.add(line);
    }
    return new ContenderCommand(name, lines, false);
  }

  private static List<String> command(List<String> words, ImageSettings settings) {
    var command = new ArrayList<>(words);
    command.add(Integer.toString(settings.maxWidth()));
    command.add(Integer.toString(settings.quality()));
    return command;
  }

  private static String script(String resource) throws IOException {
    try (var in = ContenderCommand.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
