package io.sluice.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.zip.ZipOutputStream;

/** Documents that a reader cannot read, or that take all its memory or time. */
enum PoisonFormat {
  ENCRYPTED("pdf") {
    @Override
    byte[] make(Random random, InventedDocument document) {
      return PdfPages.locked(document, "tide");
    }
  },
  CUT_OFF("docx") {
    @Override
    byte[] make(Random random, InventedDocument document) throws IOException {
      var whole = OfficeDocuments.docx(document, random);
      return Arrays.copyOf(whole, whole.length / 2);
    }
  },
  CUT_OFF_PDF("pdf") {
    @Override
    byte[] make(Random random, InventedDocument document) {
      var whole = PdfPages.of(document);
      return Arrays.copyOf(whole, whole.length / 2);
    }
  },
  EMPTY("pdf") {
    @Override
    byte[] make(Random random, InventedDocument document) {
      return new byte[0];
    }
  },
  NOISE("pdf") {
    @Override
    byte[] make(Random random, InventedDocument document) {
      var bytes = new byte[20_000];
      random.nextBytes(bytes);
      return bytes;
    }
  },
  WRONG_NAME("txt") {
    @Override
    byte[] make(Random random, InventedDocument document) {
      return PdfPages.of(document);
    }
  },
  /** Each of its millions of letters is an object in a reader's memory. */
  LETTERS("pdf") {
    @Override
    byte[] make(Random random, InventedDocument document) {
      var line = "(" + "a".repeat(5_000) + ") '\n";
      var drawn =
          "BT /F1 10 Tf 1 TL 56 800 Td\n" + line.repeat(1_000) + "ET % " + random.nextLong();
      return PdfPages.ofStream(PdfPages.deflated(drawn.getBytes(ISO_8859_1)), "/FlateDecode");
    }
  },
  /** A quarter of a GiB of spaces, twice packed. */
  SPACES("pdf") {
    @Override
    byte[] make(Random random, InventedDocument document) {
      var spaces = new byte[256 << 20];
      Arrays.fill(spaces, (byte) ' ');
      var end = "% " + random.nextLong();
      System.arraycopy(
          end.getBytes(ISO_8859_1), 0, spaces, spaces.length - end.length(), end.length());
      return PdfPages.ofStream(
          PdfPages.deflated(PdfPages.deflated(spaces)), "[/FlateDecode /FlateDecode]");
    }
  },
  MANY_FILES("zip") {
    @Override
    byte[] make(Random random, InventedDocument document) throws IOException {
      var bytes = new ByteArrayOutputStream();
      try (var zip = new ZipOutputStream(bytes, UTF_8)) {
        for (int i = 0; i < 100_000; i++) {
          OfficeDocuments.add(
              zip, i + ".txt", Integer.toHexString(random.nextInt()).getBytes(UTF_8));
        }
      }
      return bytes.toByteArray();
    }
  },
  NESTED("zip") {
    @Override
    byte[] make(Random random, InventedDocument document) throws IOException {
      var inner = TextDocuments.txt(document, random);
      var name = "notes.txt";
      for (int depth = 0; depth < 40; depth++) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes, UTF_8)) {
          OfficeDocuments.add(zip, name, inner);
        }
        inner = bytes.toByteArray();
        name = "deeper.zip";
      }
      return inner;
    }
  },
  MAILS("mbox") {
    @Override
    byte[] make(Random random, InventedDocument document) {
      var box = new StringBuilder();
      for (int i = 0; i < 20_000; i++) {
        box.append("From post@harbour.example Sat Mar  2 06:12:46 2019\n");
        box.append("From: post@harbour.example\nSubject: tide ").append(random.nextInt());
        box.append("\nContent-Type: text/plain\n\nHigh water at noon.\n\n");
      }
      return box.toString().getBytes(UTF_8);
    }
  },
  /** The page tree's child is the tree. */
  ROUND("pdf") {
    @Override
    byte[] make(Random random, InventedDocument document) {
      var whole = new String(PdfPages.of(document), ISO_8859_1);
      return whole.replaceFirst("/Kids \\[6 0 R", "/Kids [2 0 R").getBytes(ISO_8859_1);
    }
  };

  private final String extension;

  PoisonFormat(String extension) {
    this.extension = extension;
  }

  abstract byte[] make(Random random, InventedDocument document) throws IOException;

  /** As in {@code cut-off}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String extension() {
    return extension;
  }
}
