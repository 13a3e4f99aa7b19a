package io.sluice.terminal;

import java.io.PrintWriter;

/**
 * Prints for people. What is printed with a line end is one printable line, whatever it holds; what
 * is printed without one, as drawings and JSON are, goes out as it is.
 */
public final class LineWriter extends PrintWriter {

  public LineWriter(PrintWriter out) {
    super(out, true);
  }

  @Override
  public void println(String line) {
    super.println(Printable.text(String.valueOf(line)));
  }

  @Override
  public void println(Object line) {
    println(String.valueOf(line));
  }

  @Override
  public void println(char[] line) {
    println(String.valueOf(line));
  }
}
