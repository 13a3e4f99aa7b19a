package io.sluice.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/** The child process: a picture's file goes in, a file with its result comes out. */
final class SuspectMain {
  static final String PICTURE = "picture";
  static final String STARTED = "started";
  static final String RESULT = "result";

  private SuspectMain() {}

  /**
   * Takes the directory, the engines' classes, the budget in bytes, and the four image settings.
   *
   * @throws Exception if the result cannot be told, which the parent sees by the exit code
   */
  public static void main(String[] arguments) throws Exception {
    var directory = Path.of(arguments[0]);
    endWithParent();
    Files.createFile(directory.resolve(STARTED));
    var engines = new ArrayList<ImageEngine>();
    for (var name : arguments[1].split(",")) {
      engines.add(
          Class.forName(name).asSubclass(ImageEngine.class).getDeclaredConstructor().newInstance());
    }
    var budget = new PixelBudget(Long.parseLong(arguments[2]));
    var settings =
        new ImageSettings(
            Integer.parseInt(arguments[3]),
            Integer.parseInt(arguments[4]),
            Long.parseLong(arguments[5]),
            Long.parseLong(arguments[6]));
    var picture = Files.readAllBytes(directory.resolve(PICTURE));
    var result = new ImageProcessor(settings, engines, budget).process(picture);
    ResultFile.write(result, directory.resolve(RESULT));
  }

  /** The parent never writes to this process, so its input ends only when the parent does. */
  private static void endWithParent() {
    var watch =
        new Thread(
            () -> {
              try {
                System.in.read();
              } catch (IOException ended) {
                // The same: nobody waits for the result.
              }
              Runtime.getRuntime().halt(1);
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
