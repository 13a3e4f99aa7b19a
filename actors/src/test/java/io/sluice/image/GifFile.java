package io.sluice.image;

import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A GIF made by hand, whose frames are of one colour each: red, blue, green or black.
 *
 * @param width of the canvas
 * @param height of the canvas
 */
record GifFile(int width, int height) {
  static final int RED = 0;
  static final int BLUE = 1;
  private static final int CODE_SIZE = 2;
  private static final int CLEAR = 1 << CODE_SIZE;

  byte[] with(Frame... frames) {
    return HandMade.bytes(
        out -> {
          start(out);
          for (var frame : frames) {
            frame.write(out);
          }
          out.write(0x3b);
        });
  }

  /** The same frame again and again. */
  byte[] repeating(Frame frame, int times) {
    var once = HandMade.bytes(frame::write);
    return HandMade.bytes(
        out -> {
          start(out);
          for (var time = 0; time < times; time++) {
            out.write(once);
          }
          out.write(0x3b);
        });
  }

  private void start(DataOutputStream out) throws IOException {
    out.writeBytes("GIF89a");
    writeShort(out, width);
    writeShort(out, height);
    out.write(new byte[] {(byte) 0x91, 0, 0});
    out.write(new byte[] {-1, 0, 0, 0, 0, -1, 0, -1, 0, 0, 0, 0});
  }

  private static void writeShort(DataOutputStream out, int number) throws IOException {
    out.write(number);
    out.write(number >> 8);
  }

  /**
   * A part of the canvas.
   *
   * @param transparent the colour that is not shown, or -1
   */
  record Frame(int left, int top, int width, int height, int colour, int transparent) {
    Frame(int width, int height, int colour) {
      this(0, 0, width, height, colour, -1);
    }

    private void write(DataOutputStream out) throws IOException {
      out.writeInt(0x21f90400 | (transparent < 0 ? 0 : 1));
      out.write(new byte[] {10, 0, (byte) transparent, 0, 0x2c});
      for (var number : new int[] {left, top, width, height}) {
        writeShort(out, number);
      }
      out.write(0);
      out.write(CODE_SIZE);
      var data = HandMade.bytes(this::codes);
      for (var at = 0; at < data.length; at += 255) {
        var length = Math.min(255, data.length - at);
        out.write(length);
        out.write(data, at, length);
      }
      out.write(0);
    }

    /** Each code stands for one pixel more than the code before, until the table is full. */
    private void codes(DataOutputStream out) throws IOException {
      var bits = new LittleBits(out);
      var left = (long) width * height;
      var code = CLEAR + 2;
      while (left > 0) {
        bits.write(CLEAR, bitsOf(code));
        code = CLEAR + 2;
        bits.write(colour, bitsOf(code));
        left--;
        for (var run = 2; left >= run && code < 4095; run++) {
          bits.write(code, bitsOf(code));
          code++;
          left -= run;
        }
      }
      bits.write(CLEAR + 1, bitsOf(code));
      bits.flush();
    }

    /** As many as the next entry of the decoder's table needs. */
    private static int bitsOf(int next) {
      return Integer.SIZE - Integer.numberOfLeadingZeros(next);
    }
  }
}
