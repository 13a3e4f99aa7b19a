package io.sluice.bench;

import io.sluice.image.EngineChoice;
import io.sluice.sample.PhotoPainter;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The pictures that are measured where none are given: painted photographs, always the same, go
 * into a folder, with a sub-folder for each size and format.
 */
final class GeneratedPictures {
  private static final int EACH = 4;
  private static final long SEED = 20_190_302;
  private static final float JPEG_QUALITY = 0.87f;
  private static final int WEBP_QUALITY = 80;

  private enum Format {
    JPEG,
    PROGRESSIVE,
    PNG,
    WEBP
  }

  private GeneratedPictures() {}

  static void write(Path folder) throws IOException {
    for (var format : Format.values()) {
      if (format != Format.WEBP || EngineChoice.OPENCV.isAvailable()) {
        write(folder, 1_280, format);
      }
    }
    write(folder, 2_560, Format.JPEG);
    write(folder, 4_000, Format.JPEG);
  }

  private static void write(Path folder, int width, Format format) throws IOException {
    var set = folder.resolve(width + "-" + format.name().toLowerCase(Locale.ROOT));
    Files.createDirectories(set);
    for (int i = 0; i < EACH; i++) {
      var picture = PhotoPainter.paint(SEED + i, width, width * 3 / 4);
      var name = set.resolve("photo-" + i).toString();
      switch (format) {
        case JPEG -> writeJpeg(picture, name + ".jpg", ImageWriteParam.MODE_DISABLED);
        case PROGRESSIVE -> writeJpeg(picture, name + ".jpg", ImageWriteParam.MODE_DEFAULT);
        case PNG -> ImageIO.write(picture, "png", Path.of(name + ".png").toFile());
        case WEBP -> writeWebp(picture, name + ".webp");
      }
    }
  }

  private static void writeJpeg(BufferedImage picture, String file, int progressive)
      throws IOException {
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (var out = ImageIO.createImageOutputStream(Path.of(file).toFile())) {
      var settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(JPEG_QUALITY);
      settings.setProgressiveMode(progressive);
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), settings);
    } finally {
      writer.dispose();
    }
  }

  /** By OpenCV: Java has no writer for it. */
  private static void writeWebp(BufferedImage picture, String file) throws IOException {
    var samples =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D canvas = samples.createGraphics();
    canvas.drawImage(picture, 0, 0, null);
    canvas.dispose();
    var bytes = ((DataBufferByte) samples.getRaster().getDataBuffer()).getData();
    try (var mat = new Mat(picture.getHeight(), picture.getWidth(), opencv_core.CV_8UC3);
        var quality = new IntPointer(opencv_imgcodecs.IMWRITE_WEBP_QUALITY, WEBP_QUALITY)) {
      mat.data().put(bytes);
      if (!opencv_imgcodecs.imwrite(file, mat, quality)) {
        throw new IOException(file + " cannot be written");
      }
    }
  }
}
