package io.sluice.image;

import io.sluice.image.Expectation.Keeps;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Formats that are kept as they came, and files that are no images whatever they are called. */
final class ZooForeign {
  private static final Expectation NO_IMAGE = Expectation.fails(Flaw.NOT_AN_IMAGE);
  private static final String DRAWING = "<svg xmlns='http://www.w3.org/2000/svg' width='9'/>";

  private ZooForeign() {}

  static List<Specimen> all() {
    return List.of(
        new Specimen("HEIC", HandMade.isoMedia("heic"), new Keeps("heic")),
        new Specimen("AVIF", HandMade.isoMedia("avif"), new Keeps("avif")),
        new Specimen("AVIF, whole", ToolMade.AVIF, new Keeps("avif")),
        new Specimen("JPEG 2000", ToolMade.JPEG_2000, new Keeps("jp2")),
        new Specimen("JPEG XL", jpegXl(), new Keeps("jxl")),
        new Specimen("JPEG XL, bare", bareJpegXl(), new Keeps("jxl")),
        new Specimen("SVG", text(DRAWING), new Keeps("svg")),
        new Specimen("SVG, declared", text("<?xml version='1.0'?>" + DRAWING), new Keeps("svg")),
        new Specimen("nothing", new byte[0], NO_IMAGE),
        new Specimen("zeros", new byte[1000], NO_IMAGE),
        new Specimen("text", text("A picture is worth a thousand words."), NO_IMAGE),
        new Specimen("HTML", text("<!DOCTYPE html><html><body>404</body></html>"), NO_IMAGE),
        new Specimen("JSON", text("{\"ok\": false, \"error_code\": 404}"), NO_IMAGE),
        new Specimen(
            "XML", text("<?xml version='1.0'?><Error><Code>NoKey</Code></Error>"), NO_IMAGE),
        new Specimen("entities within entities", text(manyLaughs()), NO_IMAGE),
        new Specimen("PDF", text("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"), NO_IMAGE),
        new Specimen("zip", text("PK\3\4\24\0\0\0\0\0"), NO_IMAGE),
        new Specimen("MP4", HandMade.isoMedia("mp42"), NO_IMAGE),
        new Specimen("WebM", text("\u001aEß£\u0001\0\0\0B\u0082\u0088matroska"), NO_IMAGE));
  }

  /** A billion of them, if a parser expands what it reads. */
  private static String manyLaughs() {
    var text = new StringBuilder("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a0 'ha'>");
    for (var level = 1; level < 10; level++) {
      text.append("<!ENTITY a").append(level).append(" '");
      text.append(("&a" + (level - 1) + ";").repeat(10)).append("'>");
    }
    return text.append("]><x>&a9;</x>").toString();
  }

  private static byte[] jpegXl() {
    return HandMade.bytes(
        out -> {
          out.writeInt(12);
          out.writeBytes("JXL ");
          out.writeInt(0x0d0a870a);
          out.writeInt(20);
          out.writeBytes("ftypjxl ");
          out.writeInt(0);
          out.writeBytes("jxl ");
        });
  }

  private static byte[] bareJpegXl() {
    return HandMade.bytes(
        out -> {
          out.writeShort(0xff0a);
          out.write(new byte[] {(byte) 0xfa, 0x1f, 0x41, (byte) 0x91, 0x08, 0x06, 0x01, 0x00});
        });
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
