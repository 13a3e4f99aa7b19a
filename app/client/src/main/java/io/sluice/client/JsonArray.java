package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** Objects go in, an array with one a line comes out, as they come. */
final class JsonArray implements AutoCloseable {
  private final PrintWriter out;
  private String before = "[";

  JsonArray(PrintWriter out) {
    this.out = out;
  }

  void add(JsonNode element) {
    out.println(before);
    out.print(NodeJson.line(element));
    before = ",";
  }

  @Override
  public void close() {
    if (before.equals(",")) {
      out.println();
    }
    out.println(before.equals("[") ? "[]" : "]");
    out.flush();
  }
}
