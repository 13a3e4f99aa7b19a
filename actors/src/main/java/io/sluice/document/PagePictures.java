package io.sluice.document;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/**
 * Makes pictures of a document's pages that have no text: its bytes come in, gray PNGs go out, as
 * many as fit into their limits. A page that has none stays as it is. Used by one thread for one
 * document and all within it.
 */
final class PagePictures {
  static final String IMAGE = "image/";

  private static final String PDF = "application/pdf";
  private static final int INCH = 72;
  private static final int DPI = 300;

  /** More than a page of A4 or Letter has at that. */
  private static final int MOST_PIXELS = 10_000_000;

  /** Which part of the heap all pictures of an answer may take: they are there several times. */
  private static final int SHARE = 10;

  /** What a picture within a page takes while it is drawn, and how much of the heap that may be. */
  private static final int BYTES_A_PIXEL = 12;

  private static final int BYTES_A_BIT = 2;
  private static final long OTHERS = 110 << 20;

  /** Kinds of pictures within PDFs that not every Java reads, by what PDFBox calls them. */
  private static final Map<String, String> FORMATS = Map.of("jb2", "JBIG2", "jpx", "JPEG2000");

  /** Of drawings within drawings. */
  private static final int DEEPEST = 3;

  private final ExtractBudget budget;
  private volatile boolean isDrawing;
  private int left;
  private long bytesLeft = Runtime.getRuntime().maxMemory() / SHARE;

  PagePictures(ExtractLimits limits, ExtractBudget budget) {
    this.budget = budget;
    left = limits.pictures();
  }

  /**
   * Gives a document pictures of its pages.
   *
   * @param password that opens it; null for none
   */
  void make(PartsLevel level, String password) {
    if (!mayGoOn()) {
      return;
    }
    var type = DocumentProperties.type(level.metadata());
    isDrawing = true;
    try {
      if (type.equals(PDF)) {
        drawPages(level, password);
      } else if (type.startsWith(IMAGE) && level.pages().characters() == 0) {
        takeImages(level);
      }
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // What cannot be drawn stays a page without text, which is counted.
    } finally {
      isDrawing = false;
    }
  }

  /** Whether pictures are made right now; any thread may ask. */
  boolean isDrawing() {
    return isDrawing;
  }

  private boolean mayGoOn() {
    return left > 0 && bytesLeft > 0 && budget.hasTimeToSpare();
  }

  private void drawPages(PartsLevel level, String password) throws IOException {
    var unread = new TreeSet<>(UnreadPages.of(level.metadata()));
    if (unread.isEmpty()) {
      return;
    }
    try (var pdf = level.bytes().pdf(password == null ? "" : password)) {
      for (int page : unread) {
        if (page > Math.min(pdf.getNumberOfPages(), level.pages().pages()) || !mayGoOn()) {
          return;
        }
        drawPage(level, pdf, page);
      }
    }
  }

  /** One that cannot be drawn is passed over. */
  private void drawPage(PartsLevel level, PDDocument pdf, int number) throws IOException {
    var page = pdf.getPage(number - 1);
    if (!canDraw(page.getResources(), 0)) {
      return;
    }
    var box = page.getCropBox();
    double inches = box.getWidth() / INCH * (box.getHeight() / INCH);
    var renderer = new PDFRenderer(pdf);
    renderer.setSubsamplingAllowed(true);
    double dpi = Math.min(DPI, Math.sqrt(MOST_PIXELS / Math.max(inches, 0.01)));
    try {
      add(level, number, renderer.renderImageWithDPI(number - 1, (float) dpi, ImageType.GRAY));
    } catch (IOException | RuntimeException e) {
      // The next one may be better.
    }
  }

  /** Whether all pictures on it can be read and held: else it would be drawn without them. */
  private static boolean canDraw(PDResources resources, int depth) throws IOException {
    if (resources == null) {
      return true;
    }
    for (var name : resources.getXObjectNames()) {
      var object = resources.getXObject(name);
      if (object instanceof PDImageXObject image && !canDraw(image)
          || object instanceof PDFormXObject form
              && depth < DEEPEST
              && !canDraw(form.getResources(), depth + 1)) {
        return false;
      }
    }
    return true;
  }

  private static boolean canDraw(PDImageXObject image) {
    var format = FORMATS.get(String.valueOf(image.getSuffix()));
    if (format != null && !ImageIO.getImageReadersByFormatName(format).hasNext()) {
      return false;
    }
    long pixels = (long) image.getWidth() * image.getHeight();
    int each = image.getBitsPerComponent() == 1 ? BYTES_A_BIT : BYTES_A_PIXEL;
    return pixels * each < Runtime.getRuntime().maxMemory() - OTHERS;
  }

  private void takeImages(PartsLevel level) throws IOException {
    try (var in = level.bytes().stream(level.metadata());
        var image = ImageIO.createImageInputStream(in)) {
      var readers = ImageIO.getImageReaders(image);
      if (!readers.hasNext()) {
        return;
      }
      var reader = readers.next();
      try {
        reader.setInput(image, false, true);
        int all = reader.getNumImages(true);
        for (int i = 0; i < all && mayGoOn(); i++) {
          var param = reader.getDefaultReadParam();
          double pixels = (double) reader.getWidth(i) * reader.getHeight(i);
          int step = (int) Math.ceil(Math.sqrt(pixels / MOST_PIXELS));
          param.setSourceSubsampling(Math.max(1, step), Math.max(1, step), 0, 0);
          add(level, i + 1, gray(reader.read(i, param)));
        }
      } finally {
        reader.dispose();
      }
    }
  }

  /** What shows through is white. */
  private static BufferedImage gray(BufferedImage image) {
    var gray = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
    var graphics = gray.createGraphics();
    graphics.drawImage(image, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return gray;
  }

  private void add(PartsLevel level, int page, BufferedImage image) throws IOException {
    var png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    if (png.size() > bytesLeft) {
      bytesLeft = 0;
      return;
    }
    left--;
    bytesLeft -= png.size();
    level.picture(page, png.toByteArray());
  }

  /** How long pictures can make an answer, as JSON writes bytes. */
  static long longest(long heapBytes) {
    return heapBytes / SHARE * 3 / 2;
  }
}
