package io.sluice.terminal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/** What a program of this process was like: its exit code and what it printed. */
public record Captured(int exitCode, String out, String err) {

  public static synchronized Captured of(IntSupplier program) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var ownOut = System.out;
    var ownErr = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int code = program.getAsInt();
      return new Captured(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(ownOut);
      System.setErr(ownErr);
    }
  }
}
