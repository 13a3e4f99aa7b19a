package io.sluice.dataset;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/** The kinds of files that are made up: how many of a hundred, their extensions, their maker. */
enum FileFormat {
  JPEG(20, PictureFiles::jpeg, ".jpg", ".jpg", ".JPG", ".jpeg"),
  PNG(8, PictureFiles::png, ".png", ".png", ".PNG"),
  GIF(3, PictureFiles::gif, ".gif"),
  BMP(2, PictureFiles::bmp, ".bmp"),
  TEXT(17, TextFiles::text, ".txt", ".txt", ".md", ".log", ""),
  CSV(8, TextFiles::csv, ".csv"),
  JSON(8, TextFiles::json, ".json"),
  HTML(8, TextFiles::html, ".html", ".htm"),
  XML(4, TextFiles::xml, ".xml"),
  PDF(8, PdfFile::make, ".pdf", ".PDF"),
  DOCX(3, ArchiveFiles::docx, ".docx"),
  ZIP(4, ArchiveFiles::zip, ".zip"),
  GZIP(3, ArchiveFiles::gzip, ".txt.gz", ".log.gz"),
  NOISE(3, FileFormat::noise, ".bin", ".dat", ""),
  EMPTY(1, (random, size) -> new byte[0], ".txt", ".log", ".part", "");

  private final int share;
  private final Maker maker;
  private final List<String> extensions;

  FileFormat(int share, Maker maker, String... extensions) {
    this.share = share;
    this.maker = maker;
    this.extensions = List.of(extensions);
  }

  /** Makes up a whole file of about so many bytes. */
  private interface Maker {
    byte[] make(Random random, int size) throws IOException;
  }

  static FileFormat pick(Random random) {
    var left = random.nextInt(100);
    for (var kind : values()) {
      left -= kind.share;
      if (left < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("shares are " + (99 - left) + " of 100");
  }

  MadeFile make(Random random, int size) throws IOException {
    var extension = extensions.get(random.nextInt(extensions.size()));
    return new MadeFile(bytes(random, size), extension, isPicture(), false);
  }

  byte[] bytes(Random random, int size) throws IOException {
    return maker.make(random, size);
  }

  private boolean isPicture() {
    return switch (this) {
      case JPEG, PNG, GIF, BMP -> true;
      default -> false;
    };
  }

  private static byte[] noise(Random random, int size) {
    var bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
