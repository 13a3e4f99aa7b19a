package io.sluice.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.tika.exception.TikaException;
import org.xml.sax.SAXException;

/**
 * Reads documents in this process as children do, so that Java can keep the classes that they load.
 */
public final class DocumentRehearsal {
  private static final ExtractLimits LIMITS =
      new ExtractLimits(Duration.ofMinutes(1), 1_000_000, 100, 10, 1 << 26);

  private DocumentRehearsal() {}

  /** Reads all of a folder and what is below. */
  public static void read(Path folder) throws IOException {
    try (var found = Files.walk(folder)) {
      var task = new ExtractTask(LIMITS);
      for (var file : found.filter(Files::isRegularFile).toList()) {
        read(task, file.getFileName().toString(), Files.readAllBytes(file));
      }
      read(task, "empty", new byte[0]);
    } catch (TikaException | SAXException e) {
      throw new IOException("what reads documents cannot be set up", e);
    }
  }

  private static void read(ExtractTask task, String name, byte[] document) throws IOException {
    try {
      Extraction.read(task.answer(ExtractTask.request(name, List.of(), document)));
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(name + " could not be read", e);
    }
  }
}
