package io.sluice.image;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Files that no writer makes: segments put in by hand, headers that lie, samples as text. */
final class HandMade {
  /** 32 x 24 pixels, the left half red and the right half blue. */
  static final byte[] WEBP =
      base64(
          "UklGRlwAAABXRUJQVlA4IFAAAABwBACdASogABgAPl0kjkWjoiEb9AA4BcSyAGKDpXwD8QP1V4wLlAAenir4AAD+"
              + "8U2v/yj8KiO8n/+cMYRkGvl/2sLMlFRlJ9CdJMtuCr4AAA==");

  /** The same, with an EXIF chunk that says orientation 6. */
  static final byte[] WEBP_TO_TURN_RIGHT =
      base64(
          "UklGRpAAAABXRUJQVlA4WAoAAAAIAAAAHwAAFwAAVlA4IFAAAABwBACdASogABgAPl0kjkWjoiEb9AA4BcSyAGKD"
              + "pXwD8QP1V4wLlAAenir4AAD+8U2v/yj8KiO8n/+cMYRkGvl/2sLMlFRlJ9CdJMtuCr4AAEVYSUYaAAAATU0A"
              + "KgAAAAgAAQESAAMAAAABAAYAAAAAAAA=");

  /** Lossless; the left half transparent, the right half blue. */
  static final byte[] WEBP_WITH_ALPHA =
      base64("UklGRiQAAABXRUJQVlA4TBgAAAAvH8AFEA8QMf/zHwyBQJK/9AIDRPQ/qDc=");

  /** Two frames, the first like the still picture. */
  static final byte[] WEBP_ANIMATED =
      base64(
          "UklGRvgAAABXRUJQVlA4WAoAAAACAAAAHwAAFwAAQU5JTQYAAAAAAAAAAABBTk1GagAAAAAAAAAAAB8AABcAAGQA"
              + "AAJWUDggUgAAAJAEAJ0BKiAAGAA+XSKNRaOiIRv0ADgFxLIAPFT4B+AH6gcYF2A/SsGo3mqouAD+8U2v//lH"
              + "gVmbK///nCxXJFZ/+1heA0BTc4/xvhRxtfHsIABBTk1GWgAAAAAAAAAAAB8AABcAAGQAAABWUDggQgAAAHQD"
              + "AJ0BKiAAGAA+bTSWR4KAgAAA2JZQC7LoB+AH4AAuiJgusAD+5Yc//a0Bwar/M//+++FEduv9CX9kpi2p8YAA"
              + "AA==");

  private HandMade() {}

  /** The JPEG with an EXIF segment of one tag, the orientation. */
  static byte[] withOrientation(byte[] jpeg, int orientation) {
    return withSegment(
        jpeg,
        0xe1,
        bytes(
            out -> {
              out.writeBytes("Exif\0\0MM");
              out.writeShort(42);
              out.writeInt(8);
              out.writeShort(1);
              out.writeShort(0x0112);
              out.writeShort(3);
              out.writeInt(1);
              out.writeShort(orientation);
              out.writeShort(0);
              out.writeInt(0);
            }));
  }

  /** The JPEG with a colour profile in one segment. */
  static byte[] withProfile(byte[] jpeg, byte[] profile) {
    return withSegment(
        jpeg,
        0xe2,
        bytes(
            out -> {
              out.writeBytes("ICC_PROFILE\0\1\1");
              out.write(profile);
            }));
  }

  /** The JPEG with Adobe's mark, by which its four components count light, not ink. */
  static byte[] withAdobeMark(byte[] jpeg) {
    return withSegment(
        jpeg,
        0xee,
        bytes(
            out -> {
              out.writeBytes("Adobe");
              out.writeShort(100);
              out.writeInt(0);
              out.write(0);
            }));
  }

  /** The JPEG with another one inside its EXIF segment. */
  static byte[] withThumbnail(byte[] jpeg, byte[] thumbnail) {
    return withSegment(
        jpeg,
        0xe1,
        bytes(
            out -> {
              out.writeBytes("Exif\0\0MM");
              out.write(thumbnail);
            }));
  }

  /** The JPEG with so many empty scans before its end. */
  static byte[] withScans(byte[] jpeg, int scans) {
    return bytes(
        out -> {
          out.write(jpeg, 0, jpeg.length - 2);
          for (var scan = 0; scan < scans; scan++) {
            out.writeInt(0xffda0008);
            out.write(new byte[] {1, 1, 0, 0, 63, 0});
          }
          out.writeShort(0xffd9);
        });
  }

  static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
    return bytes(
        out -> {
          out.write(jpeg, 0, 2);
          out.writeShort(0xff00 | marker);
          out.writeShort(content.length + 2);
          out.write(content);
          out.write(jpeg, 2, jpeg.length - 2);
        });
  }

  /** A JPEG that ends behind the header of its frame. */
  static byte[] jpegHeader(int width, int height) {
    return bytes(
        out -> {
          out.writeInt(0xffd8ffc0);
          out.writeShort(17);
          out.write(8);
          out.writeShort(height);
          out.writeShort(width);
          out.write(new byte[] {3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1});
        });
  }

  /** The PNG with a chunk behind its header. */
  static byte[] withChunk(byte[] png, String type, byte[] content) {
    var header = 33;
    return bytes(
        out -> {
          out.write(png, 0, header);
          chunk(out, type, content);
          out.write(png, header, png.length - header);
        });
  }

  static byte[] profileChunk(byte[] profile) {
    return bytes(
        out -> {
          out.writeBytes("test\0\0");
          var deflating = new DeflaterOutputStream(out);
          deflating.write(profile);
          deflating.finish();
        });
  }

  /** A PNG of so many pixels a side, one bit each and all black. */
  static byte[] bomb(int side) {
    var row = new byte[1 + side / 8];
    var pixels =
        bytes(
            out -> {
              var deflating = new DeflaterOutputStream(out, new Deflater(1), 1 << 16);
              for (var y = 0; y < side; y++) {
                deflating.write(row);
              }
              deflating.finish();
            });
    return bytes(
        out -> {
          out.writeLong(0x89504e470d0a1a0aL);
          chunk(
              out,
              "IHDR",
              bytes(
                  header -> {
                    header.writeInt(side);
                    header.writeInt(side);
                    header.write(new byte[] {1, 0, 0, 0, 0});
                  }));
          chunk(out, "IDAT", pixels);
          chunk(out, "IEND", new byte[0]);
        });
  }

  /** An ISO base media file of nothing but its type. */
  static byte[] isoMedia(String brand) {
    return bytes(
        out -> {
          out.writeInt(24);
          out.writeBytes("ftyp" + brand);
          out.writeInt(0);
          out.writeBytes("mif1" + brand);
          out.writeInt(8);
          out.writeBytes("mdat");
        });
  }

  static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
    var checksum = new CRC32();
    checksum.update(type.getBytes(StandardCharsets.ISO_8859_1));
    checksum.update(content);
    out.writeInt(content.length);
    out.writeBytes(type);
    out.write(content);
    out.writeInt((int) checksum.getValue());
  }

  static byte[] base64(String text) {
    return Base64.getDecoder().decode(text);
  }

  static byte[] bytes(Writing writing) {
    var bytes = new ByteArrayOutputStream();
    try {
      writing.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  interface Writing {
    void to(DataOutputStream out) throws IOException;
  }
}
