package io.sluice.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.xml.parsers.DocumentBuilderFactory;

/** Judges by reading it whole whether a file is what its name says. */
final class Soundness {
  private static final Pattern PDF_ENTRY = Pattern.compile("(\\d{10}) 00000 n \n");

  private Soundness() {}

  static String extension(Path file) {
    var name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  static boolean isPicture(Path file) throws IOException {
    return switch (extension(file)) {
      case "jpg", "jpeg", "png", "gif", "bmp" -> isSound(file);
      default -> false;
    };
  }

  static boolean isSound(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    return switch (extension(file)) {
      case "jpg", "jpeg", "png", "gif", "bmp" -> decodes(file);
      case "zip", "docx" -> unpacks(file, bytes);
      case "gz" -> isText(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes());
      case "pdf" -> leadsToItsObjects(new String(bytes, UTF_8));
      case "json" -> new ObjectMapper().readTree(bytes).size() > 0;
      case "xml" -> isXml(bytes);
      case "html", "htm" -> isText(bytes) && new String(bytes, UTF_8).endsWith("</html>\n");
      case "txt", "md", "log", "csv" -> isText(bytes);
      default -> true;
    };
  }

  /** Without a word of warning, by the JDK's own reader. */
  private static boolean decodes(Path file) throws IOException {
    var reader = jdkReader(extension(file));
    var warned = new AtomicBoolean();
    reader.addIIOReadWarningListener((source, warning) -> warned.set(true));
    try (var in = ImageIO.createImageInputStream(file.toFile())) {
      reader.setInput(in);
      reader.read(0);
      return !warned.get();
    } catch (IOException e) {
      return false;
    } finally {
      reader.dispose();
    }
  }

  private static ImageReader jdkReader(String suffix) {
    var readers = ImageIO.getImageReadersBySuffix(suffix);
    var reader = readers.next();
    while (reader.getClass().getModule() != ImageIO.class.getModule()) {
      reader = readers.next();
    }
    return reader;
  }

  /** The one reads the directory at the end, the other checks the sums. */
  private static boolean unpacks(Path file, byte[] bytes) {
    try (var zip = new ZipFile(file.toFile());
        var in = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      var entries = 0;
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        in.transferTo(OutputStream.nullOutputStream());
        entries++;
      }
      return entries > 0 && entries == zip.size();
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isText(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isXml(byte[] bytes) {
    try {
      var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      return builder.parse(new ByteArrayInputStream(bytes)).getDocumentElement() != null;
    } catch (Exception e) {
      return false;
    }
  }

  private static boolean leadsToItsObjects(String pdf) {
    var table = Integer.parseInt(pdf.replaceFirst("(?s).*startxref\n(\\d+)\n%%EOF\n", "$1"));
    var entries = PDF_ENTRY.matcher(pdf);
    var number = 0;
    while (entries.find()) {
      if (!pdf.startsWith(++number + " 0 obj\n", Integer.parseInt(entries.group(1)))) {
        return false;
      }
    }
    return pdf.startsWith("xref\n0 " + (number + 1), table) && number > 4;
  }
}
