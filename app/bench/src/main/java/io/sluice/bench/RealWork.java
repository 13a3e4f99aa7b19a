package io.sluice.bench;

import com.typesafe.config.Config;
import io.sluice.sample.SampleExport;
import io.sluice.sample.SampleOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Work that was made up, and that a node of its own does for some seconds: settings go in, how much
 * it does a second comes out.
 *
 * @param root where it lies
 * @param order what a node is asked for
 * @param count how much there is of it
 * @param warmUp in which a node compiles what it does all the time, which is not measured
 */
public record RealWork(Path root, MeasuredNode.Order order, int count, Duration warmUp) {
  /** What can be turned of a node that does it. */
  public static final List<String> SETTINGS =
      List.of(
          "BATCH_SIZE",
          "BATCH_TIME",
          "BATCH_BYTES",
          "CONCURRENT_LIMIT",
          "CHUNK_SIZE",
          "MAX_CONCURRENT_CHUNKS",
          "NODE_CHUNKS",
          "CONSUMER_BATCH_SIZE",
          "FILE_PARALLELISM",
          "FILE_SYNC",
          "EXTRACT_WORKERS",
          "EXTRACT_HEAP",
          "STORE_FULL_CONTENT",
          "IMAGE_ENGINE",
          "IMAGE_PARALLELISM",
          "MAX_IMAGE_WIDTH",
          "IMAGE_QUALITY",
          "DB_MAX_POOL_SIZE");

  /** Whatever the user has set: nothing of it goes elsewhere. */
  private static final Map<String, String> HERE =
      Map.of(
          "STORAGE_MODE", "local",
          "PICTURE_STORAGE_MODE", "local",
          "CLASSIFIER", "off",
          "OCR", "off",
          "MESSAGE_MODEL", "none");

  private static final int FILE_BYTES = 20_000;
  private static final int PHOTO_WIDTH = 1280;
  private static final int SEED = 7;

  private static final Duration WARM_UP = Duration.ofSeconds(3);

  /** Children load many classes before they are quick. */
  private static final Duration WARM_UP_OF_CHILDREN = Duration.ofSeconds(10);

  /** Small files, none like another. */
  public static RealWork files(Path folder, int count) throws IOException {
    var files = BenchFiles.write(folder.resolve("files"), count, FILE_BYTES);
    return batch("files", folder, files.folder(), "sluice.file_events", count, WARM_UP);
  }

  /**
   * Documents that were made.
   *
   * @param folder with them
   */
  public static RealWork documents(Path folder, int count) {
    return batch("documents", folder, folder, "sluice.document_item", count, WARM_UP_OF_CHILDREN);
  }

  /** An export of texts. */
  public static RealWork messages(Path folder, int count) throws IOException {
    SampleExport.write(folder, new SampleOptions(1, count, 0, PHOTO_WIDTH, SEED, "proof", false));
    return channel(folder, "sluice.message", count);
  }

  /** An export of photos. */
  public static RealWork photos(Path folder, int count) throws IOException {
    SampleExport.write(
        folder, new SampleOptions(1, count + 1, count, PHOTO_WIDTH, SEED, "proof", false));
    return channel(folder, "sluice.photo", count);
  }

  private static RealWork batch(
      String kind, Path root, Path files, String table, int count, Duration warmUp) {
    var body = Map.of("kind", kind, "source", Map.of("paths", List.of(files.toString())));
    return new RealWork(root, new MeasuredNode.Order("/api/batches", body, table), count, warmUp);
  }

  private static RealWork channel(Path export, String table, int count) {
    Map<String, Object> body = Map.of("source", export.toString());
    return new RealWork(
        export, new MeasuredNode.Order("/api/channels", body, table), count, WARM_UP);
  }

  /** A node that does it. */
  public final class Doing implements AutoCloseable {
    private final MeasuredNode node;

    private Doing(MeasuredNode node) {
      this.node = node;
    }

    /**
     * Waits for the node, and for its first seconds, and measures the next ones, or what is left if
     * it has done all before.
     */
    public double perSecond(Duration time) throws IOException, InterruptedException, SQLException {
      return node.perSecond(order, count, warmUp, time);
    }

    @Override
    public void close() {
      node.close();
    }
  }

  /**
   * Starts a node; what it stores is gone with the database and the folder.
   *
   * @param config of which it takes over what can be turned
   * @param other what it has instead, by name; JAVA_OPTS is Java's
   * @param store where it writes
   */
  public Doing start(Config config, Map<String, String> other, ScratchDatabase database, Path store)
      throws IOException {
    var settings = new HashMap<>(other);
    var java = new ArrayList<String>();
    var options = settings.remove("JAVA_OPTS");
    if (options != null) {
      java.addAll(List.of(options.split(" ")));
    }
    var program = JavaProgram.in(store, config, SETTINGS).with(HERE).with(settings).withJava(java);
    return new Doing(MeasuredNode.start(program, database, root));
  }
}
