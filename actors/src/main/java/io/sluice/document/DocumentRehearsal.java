package io.sluice.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
      var task = new ExtractTask(LIMITS.arguments());
      for (var file : found.filter(Files::isRegularFile).toList()) {
        task.answer(ExtractTask.request(file.getFileName().toString(), Files.readAllBytes(file)));
      }
      Extraction.read(task.answer(ExtractTask.request("empty", new byte[0])));
    } catch (TikaException | SAXException e) {
      throw new IOException("what reads documents cannot be set up", e);
    }
  }
}
