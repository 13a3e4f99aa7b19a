package io.sluice.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.Serializers;

/**
 * What of a value goes over the wire or into the journal. Each form that a value ever had is stored
 * in a file of its own, {@code Origin.Closed.1.txt}, {@code .2.txt}, and is never written again.
 */
record WireForm(int serializer, String manifest, String hex) {
  private static final Path DIRECTORY = Path.of("src/test/resources/wire");
  private static final int BYTES_IN_A_LINE = 40;

  static WireForm of(Serialization serialization, Object value) {
    var serializer = serialization.findSerializerFor(value);
    return new WireForm(
        serializer.identifier(),
        Serializers.manifestFor(serializer, value),
        HexFormat.of().formatHex(serialization.serialize(value).get()));
  }

  Object read(Serialization serialization) {
    return serialization.deserialize(HexFormat.of().parseHex(hex), serializer, manifest).get();
  }

  /** All forms of a value that are stored, the newest last. */
  static List<WireForm> stored(String name) {
    var forms = new ArrayList<WireForm>();
    for (var file = file(name, 1); Files.exists(file); file = file(name, forms.size() + 1)) {
      forms.add(parse(file));
    }
    return forms;
  }

  /** The values of which something is stored. */
  static List<String> names() {
    try (var files = Files.list(DIRECTORY)) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst("\\.[0-9]+\\.txt$", ""))
          .distinct()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void store(String name, int number) {
    try {
      Files.writeString(file(name, number), text(), StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(String name, int number) {
    return DIRECTORY.resolve("%s.%d.txt".formatted(name, number));
  }

  private static WireForm parse(Path file) {
    try {
      var lines = Files.readAllLines(file);
      return new WireForm(
          Integer.parseInt(lines.get(0).replace("serializer: ", "")),
          lines.get(1).replace("manifest: ", ""),
          lines.stream().skip(2).collect(Collectors.joining()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text() {
    var lines = hex.replaceAll("(.{%d})".formatted(2 * BYTES_IN_A_LINE), "$1\n").strip();
    return "serializer: %d\nmanifest: %s\n%s\n".formatted(serializer, manifest, lines);
  }
}
