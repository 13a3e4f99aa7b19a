package io.sluice.document;

import io.sluice.child.ChildTask;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
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
  private final ExtractLimits limits;
  private final Parser parser;
  private final LanguageDetector languages;

  /** Takes what {@link ExtractLimits#arguments} gives. */
  ExtractTask(List<String> arguments) throws IOException, TikaException, SAXException {
    limits = ExtractLimits.of(arguments);
    try (var config = ExtractTask.class.getResourceAsStream("tika.xml")) {
      parser = new AutoDetectParser(new TikaConfig(config));
    }
    languages = new OptimaizeLangDetector().loadModels();
  }

  /** As {@link #answer} takes it. */
  static byte[] request(String name, byte[] document) throws IOException {
    var bytes = new ByteArrayOutputStream(document.length + name.length() + 8);
    try (var out = new DataOutputStream(bytes)) {
      out.writeUTF(name);
      out.write(document);
    }
    return bytes.toByteArray();
  }

  @Override
  public byte[] answer(byte[] request) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(request))) {
      return new DocumentReader(parser, languages, limits)
          .read(in.readUTF(), in.readAllBytes())
          .bytes();
    }
  }
}
