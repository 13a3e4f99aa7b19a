package io.sluice.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.export.ExportBounds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeExportTest {
  private static final int MESSAGES = 400_000;

  @TempDir Path directory;

  @Test
  void an_export_many_times_the_heap_is_read_to_its_end() throws Exception {
    var file = directory.resolve("result.json");
    write(file);
    assertThat(Files.size(file)).isGreaterThan(160_000_000);

    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var reader =
        new ProcessBuilder(
                java,
                "-Xmx32m",
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var said = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(reader.waitFor()).isZero();
    assertThat(said.strip()).isEqualTo("read " + MESSAGES);
  }

  private static void write(Path file) throws IOException {
    try (var out = Files.newBufferedWriter(file)) {
      out.write("{\"name\": \"n\", \"type\": \"public_channel\", \"id\": 1, \"messages\": [\n");
      for (int id = 1; id <= MESSAGES; id++) {
        out.write(id == 1 ? "" : ",\n");
        out.write(Exports.message(id, "много слов ".repeat(5)));
      }
      out.write("\n]}");
    }
  }

  /** Reads the chat of an export and says how many messages it has. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] arguments) throws IOException {
      var chat = ExportIndex.of(Path.of(arguments[0]), ExportBounds.NONE).chats().get(0);
      var everything = ExportOptions.everything(ZoneOffset.UTC);
      long read = 0;
      try (var reader = ExportReader.open(chat, everything, Optional.empty())) {
        Optional<ExportReader.Step> step;
        while ((step = reader.read()).isPresent()) {
          read += step.get().arrivals().size();
        }
      }
      System.out.println("read " + read);
    }
  }
}
