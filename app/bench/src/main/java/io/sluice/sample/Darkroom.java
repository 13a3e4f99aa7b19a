package io.sluice.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes the ordered photos on as many threads as there are processors and writes them to the
 * export's folder. What it makes depends on the order alone, never on the thread or the turn.
 */
final class Darkroom implements AutoCloseable {
  private static final Future<Integer> NO_PHOTO = CompletableFuture.completedFuture(0);

  private static final String WEB_PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head><meta charset="utf-8"><title>Gone fishing</title></head>
      <body><h1>Gone fishing</h1><p>The picture that you asked for is out with the tide.</p></body>
      </html>
      """;

  private final Path root;
  private final AtomicLong bytesWritten = new AtomicLong();
  private final Workers workers = new Workers();

  Darkroom(Path root) {
    this.root = root;
  }

  void makeFolder(String folder) throws IOException {
    Files.createDirectories(root.resolve(folder));
  }

  /** Starts on the message's photo; the result is the size that the export tells for it. */
  Future<Integer> develop(SamplePost post) {
    return post instanceof SamplePost.Message message
            && message.media() instanceof SamplePost.Photo photo
        ? workers.start(() -> develop(photo.order()))
        : NO_PHOTO;
  }

  private int develop(PhotoOrder order) throws IOException {
    var jpeg = paint(order);
    switch (order.condition()) {
      case SOUND, SIDEWAYS -> write(order, jpeg, jpeg.length);
      case CUT_OFF -> write(order, jpeg, jpeg.length / 2);
      case WEB_PAGE -> {
        var page = WEB_PAGE.getBytes(StandardCharsets.UTF_8);
        write(order, page, page.length);
      }
      case MISSING -> {}
    }
    return jpeg.length;
  }

  private static byte[] paint(PhotoOrder order) throws IOException {
    if (order.condition() != PhotoOrder.Condition.SIDEWAYS) {
      return Jpeg.encode(PhotoPainter.paint(order.seed(), order.width(), order.height()));
    }
    var upright = PhotoPainter.paint(order.seed(), order.height(), order.width());
    return Jpeg.markedAsSideways(Jpeg.encode(Jpeg.turnedLeft(upright)));
  }

  private void write(PhotoOrder order, byte[] bytes, int length) throws IOException {
    try (var out = Files.newOutputStream(root.resolve(order.path()))) {
      out.write(bytes, 0, length);
    }
    bytesWritten.addAndGet(length);
  }

  long bytesWritten() {
    return bytesWritten.get();
  }

  @Override
  public void close() {
    workers.close();
  }
}
