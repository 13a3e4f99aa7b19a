package io.sluice.document;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.sluice.child.ChildTask;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.apache.tika.config.TikaConfig;
import org.apache.tika.exception.TikaException;
import org.apache.tika.langdetect.optimaize.OptimaizeLangDetector;
import org.apache.tika.language.detect.LanguageDetector;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.Parser;
import org.xml.sax.SAXException;

/**
 * Reads documents in a child process: a name and bytes go in, an {@link Extraction} comes out. What
 * a parser does to its process it does to this one.
 */
final class ExtractTask implements ChildTask {
  /** What is deep within others takes some. */
  private static final long STACK = 16 << 20;

  private static final String TEMPORARY = "java.io.tmpdir";

  /** In which one that looks at the time ends by itself. */
  private static final Duration BEHIND = ExtractBudget.COUNTING.plusMillis(300);

  private final ExtractLimits limits;
  private final Parser parser;
  private final LanguageDetector languages;
  private final ExecutorService thread = newThread();
  private boolean spent;

  /** Takes what {@link ExtractLimits#arguments} gives, in a child. */
  ExtractTask(List<String> arguments) throws IOException, TikaException, SAXException {
    this(inChild(arguments));
  }

  ExtractTask(ExtractLimits limits) throws IOException, TikaException, SAXException {
    this.limits = limits;
    try (var config = ExtractTask.class.getResourceAsStream("tika.xml")) {
      parser = new AutoDetectParser(new TikaConfig(config));
    }
    languages = new OptimaizeLangDetector().loadModels();
  }

  private static ExecutorService newThread() {
    return Executors.newSingleThreadExecutor(
        task -> {
          var one = new Thread(null, task, "reader", STACK);
          one.setDaemon(true);
          return one;
        });
  }

  private static ExtractLimits inChild(List<String> arguments) throws IOException {
    // Before anything asks for it.
    var temporary = Path.of(System.getProperty(TEMPORARY));
    System.setProperty(TEMPORARY, Scratch.take(temporary).toString());
    return ExtractLimits.of(arguments);
  }

  /** As {@link #answer} takes it. */
  static byte[] request(String name, List<String> passwords, byte[] document) throws IOException {
    return request(name, passwords, true, document);
  }

  /**
   * @param pictures whether pictures are made of pages without text, if the limits allow any
   */
  static byte[] request(String name, List<String> passwords, boolean pictures, byte[] document)
      throws IOException {
    var bytes = new ByteArrayOutputStream(document.length + name.length() + 8);
    try (var out = new DataOutputStream(bytes)) {
      out.writeUTF(name);
      out.writeBoolean(pictures);
      out.writeInt(passwords.size());
      for (var password : passwords) {
        out.writeUTF(password);
      }
      out.write(document);
    }
    return bytes.toByteArray();
  }

  /** One that goes on for too long is left alone where it is, which ends this child. */
  @Override
  public byte[] answer(byte[] request) throws Exception {
    var bytes = new ByteArrayInputStream(request);
    var in = new DataInputStream(bytes);
    var name = in.readUTF();
    var allowed = in.readBoolean() ? limits : limits.withoutPictures();
    var passwords = new ArrayList<String>();
    for (int left = in.readInt(); left > 0; left--) {
      passwords.add(in.readUTF());
    }
    var document = Arrays.copyOfRange(request, request.length - bytes.available(), request.length);
    var reader = new DocumentReader(parser, languages, allowed, passwords);
    try {
      return read(reader, thread, name, document);
    } catch (TimeoutException e) {
      spent = true;
      return reader.isDrawing()
          ? withoutPictures(name, passwords, document)
          : reader.cutOff().bytes();
    }
  }

  private byte[] read(DocumentReader reader, ExecutorService by, String name, byte[] document)
      throws Exception {
    var reading = by.submit(() -> reader.read(name, document));
    return reading.get(limits.time().plus(BEHIND).toMillis(), MILLISECONDS).bytes();
  }

  /** What takes too long is a picture of it: its text is no worse for that. */
  private byte[] withoutPictures(String name, List<String> passwords, byte[] document)
      throws Exception {
    var reader = new DocumentReader(parser, languages, limits.withoutPictures(), passwords);
    try {
      return read(reader, newThread(), name, document);
    } catch (TimeoutException e) {
      return reader.cutOff().bytes();
    }
  }

  @Override
  public boolean isSpent() {
    return spent;
  }
}
