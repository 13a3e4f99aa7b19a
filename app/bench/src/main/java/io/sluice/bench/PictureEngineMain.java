package io.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.image.ImageSettings;
import io.sluice.image.PixelBudget;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;

/**
 * The process of one engine in Java: turns come in by standard input, their answers go out. Each
 * engine has its own, so that none profits from how the JVM came to know another, and memory can be
 * told apart.
 */
final class PictureEngineMain {
  private PictureEngineMain() {}

  /** Takes the engine's name and the four image settings; ends with its input. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    var settings =
        new ImageSettings(
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Long.parseLong(arguments[3]),
            Long.parseLong(arguments[4]));
    var out = System.out;
    // The protocol's alone.
    System.setOut(System.err);
    PictureEngine.Rendering rendering;
    try {
      rendering =
          PictureEngine.valueOf(arguments[0]).rendering(settings, PixelBudget.ofThisProcess());
    } catch (IllegalStateException e) {
      System.err.println("sluice: " + e.getMessage());
      return;
    }
    var json = new ObjectMapper();
    var turns = new PictureTurns(rendering);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    out.println("{\"version\":\"\"}");
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      out.println(json.writeValueAsString(turns.take(json.readValue(line, Turn.class))));
    }
  }
}
