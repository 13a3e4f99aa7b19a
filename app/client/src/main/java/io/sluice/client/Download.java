package io.sluice.client;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** The body of an answer as it comes; where it breaks off, that is told as of a node. */
final class Download extends FilterInputStream {
  private final Function<Throwable, IOException> translated;

  Download(InputStream in, Function<Throwable, IOException> translated) {
    super(in);
    this.translated = translated;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    try {
      return super.read(into, from, most);
    } catch (IOException e) {
      throw translated.apply(e);
    }
  }

  void to(OutputStream out) throws IOException {
    transferTo(out);
    out.flush();
  }

  /** Takes a line. */
  interface LineTaker {
    void take(String line) throws IOException;
  }

  void lines(LineTaker each) throws IOException {
    var reader = new BufferedReader(new InputStreamReader(this, StandardCharsets.UTF_8));
    for (var line = reader.readLine(); line != null; line = reader.readLine()) {
      each.take(line);
    }
  }
}
