package io.sluice.image;

import io.sluice.child.ChildTask;
import io.sluice.image.ImageResult.Encoded;
import io.sluice.image.ImageResult.Kept;
import io.sluice.image.ImageResult.Rejected;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Processes pictures in a child process: a picture's bytes go in, its result comes out. */
final class SuspectTask implements ChildTask {
  private final ImageProcessor processor;

  /** Takes what {@link #arguments} gives. */
  SuspectTask(List<String> arguments) throws ReflectiveOperationException {
    var engines = new ArrayList<ImageEngine>();
    for (var name : arguments.get(0).split(",")) {
      engines.add(
          Class.forName(name).asSubclass(ImageEngine.class).getDeclaredConstructor().newInstance());
    }
    var budget = new PixelBudget(Long.parseLong(arguments.get(1)));
    var settings =
        new ImageSettings(
            Integer.parseInt(arguments.get(2)),
            Integer.parseInt(arguments.get(3)),
            Long.parseLong(arguments.get(4)),
            Long.parseLong(arguments.get(5)));
    processor = new ImageProcessor(settings, engines, budget);
  }

  static List<String> arguments(
      List<ImageEngine> engines, long budgetBytes, ImageSettings settings) {
    return List.of(
        engines.stream()
            .map(engine -> engine.getClass().getName())
            .collect(Collectors.joining(",")),
        Long.toString(budgetBytes),
        Integer.toString(settings.maxWidth()),
        Integer.toString(settings.quality()),
        Long.toString(settings.maxPixels()),
        Long.toString(settings.maxBytes()));
  }

  @Override
  public byte[] answer(byte[] picture) throws IOException {
    var bytes = new ByteArrayOutputStream();
    write(processor.process(picture), new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static void write(ImageResult result, DataOutputStream out) throws IOException {
    out.writeUTF(result.getClass().getSimpleName());
    if (result instanceof Encoded encoded) {
      out.writeInt(encoded.width());
      out.writeInt(encoded.height());
      out.write(encoded.jpeg());
    } else if (result instanceof Kept kept) {
      out.writeUTF(kept.extension());
    } else if (result instanceof Rejected rejected) {
      out.writeUTF(rejected.flaw().name());
      out.writeUTF(rejected.reason());
    }
  }

  /** What {@link #answer} has written. */
  static ImageResult result(byte[] answer) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(answer))) {
      var kind = in.readUTF();
      return switch (kind) {
        case "Encoded" -> {
          var width = in.readInt();
          var height = in.readInt();
          yield new Encoded(in.readAllBytes(), width, height);
        }
        case "Kept" -> new Kept(in.readUTF());
        case "Rejected" -> new Rejected(Flaw.valueOf(in.readUTF()), in.readUTF());
        default -> throw new IOException("a result of kind " + kind);
      };
    }
  }
}
