package io.sluice.sample;

import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;

/** Finds the JDK's own writer of a format: another one on the class path would give other bytes. */
public final class JdkPictureWriter {
  private JdkPictureWriter() {}

  /**
   * @param format as ImageIO names it, such as {@code jpeg}
   */
  public static ImageWriter of(String format) {
    var writers = ImageIO.getImageWritersByFormatName(format);
    var writer = writers.next();
    while (writers.hasNext() && writer.getClass().getModule() != ImageIO.class.getModule()) {
      writer = writers.next();
    }
    return writer;
  }
}
