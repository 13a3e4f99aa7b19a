package io.sluice.channel;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.blob.BlobStore;
import io.sluice.http.ByteBudget;
import io.sluice.image.ImageEngine;
import io.sluice.image.ImageProcessor;
import io.sluice.image.ImageSettings;
import io.sluice.image.PixelBudget;
import io.sluice.image.ScrimageEngine;
import io.sluice.image.SuspectProcess;
import io.sluice.ledger.Runs;
import io.sluice.ledger.channel.ChannelStore;
import io.sluice.ledger.channel.Channels;
import io.sluice.ledger.channel.KnownPhotos;
import io.sluice.ledger.node.LoneNode;
import io.sluice.metrics.MetricsSettings;
import io.sluice.metrics.NodeMetrics;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import io.sluice.photo.LocalPhotos;
import io.sluice.photo.PhotoStage;
import io.sluice.photo.PictureMaker;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import javax.imageio.ImageIO;

/** A database with our schema, and what a node has on top of it. */
public final class LedgerFixture implements AutoCloseable {
  public static final long MOST_BYTES = 1 << 20;
  public static final Duration STUCK_AFTER = Duration.ofMillis(100);

  private static final long PIXEL_BYTES = 64 << 20;
  private static final long BYTES_READ = 16 << 20;
  private static final long MESSAGES = 64 << 20;
  private static final List<ImageEngine> ENGINES = List.of(new ScrimageEngine());

  public final Database database = TestDatabase.open();
  public final UUID node = LoneNode.in(database);
  public final Runs runs = new Runs(database, node);
  public final ChannelStore store = new ChannelStore(database);
  public final KnownPhotos known = new KnownPhotos(database);
  public final Channels channels = new Channels(database);
  public final PrometheusRegistry registry = new PrometheusRegistry();
  public final NodeMetrics metrics =
      NodeMetrics.in(registry, "here", new MetricsSettings(STUCK_AFTER));

  public final ByteBudget messages = new ByteBudget(MESSAGES);

  /** A new channel of this name, with the name as its only alias. */
  public long channel(String name) {
    return channels.named(name, name).id();
  }

  public LocalPhotos localPhotos() {
    return new LocalPhotos(new ByteBudget(BYTES_READ), MOST_BYTES, Runnable::run, metrics.stages());
  }

  /** One that works on the threads of whoever calls it. */
  public PhotoStage photoStage(BlobStore files) {
    return photoStage(files, Runnable::run);
  }

  public PhotoStage photoStage(BlobStore files, Executor images) {
    return photoStage(files, images, suspects(ImageSettings.DEFAULTS, Duration.ofMinutes(2)));
  }

  /**
   * What becomes of suspects.
   *
   * @param settings which may be others than those by which all other photos are made
   * @param time after which their process is ended
   * @param jvm more arguments of its JVM
   */
  public static SuspectProcess suspects(ImageSettings settings, Duration time, String... jvm) {
    return new SuspectProcess(settings, ENGINES, PIXEL_BYTES, time, List.of(jvm));
  }

  public PhotoStage photoStage(BlobStore files, Executor images, SuspectProcess suspects) {
    return new PhotoStage(pictureMaker(images, suspects), files, known);
  }

  /** One whose pictures are made on these threads. */
  public PictureMaker pictureMaker(Executor images, SuspectProcess suspects) {
    return new PictureMaker(
        new ImageProcessor(ImageSettings.DEFAULTS, ENGINES, new PixelBudget(PIXEL_BYTES)),
        suspects,
        new PictureMaker.Threads(images, images),
        metrics.stages());
  }

  /** A JPEG whose bytes differ from those of any other number. */
  public static Path picture(Path directory, int number) throws IOException {
    var image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setColor(new Color(number * 0x10101 & 0xFFFFFF));
    graphics.fillRect(0, 0, 40, 30);
    graphics.setColor(Color.WHITE);
    graphics.drawString(Integer.toString(number), 2, 20);
    graphics.dispose();
    var file = directory.resolve("picture" + number + ".jpg");
    ImageIO.write(image, "jpg", file.toFile());
    return file;
  }

  public long count(String sql, Object... arguments) {
    return TestDatabase.count(database.address(), sql.formatted(arguments));
  }

  public long messages(long channel) {
    return count("SELECT count(*) FROM sluice.message WHERE channel_id = %d", channel);
  }

  /** How many messages the stored cursor of a memory source is behind; 0 before the first. */
  public long cursor(long channel) {
    return count(
        "SELECT coalesce(max((cursor->'memory'->'at'->>'messages')::int), 0) FROM sluice.run WHERE"
            + " entity = '%s'",
        Channel.ledgerName(channel));
  }

  public List<List<String>> query(String sql, Object... arguments) {
    return TestDatabase.query(database.address(), sql.formatted(arguments));
  }

  @Override
  public void close() {
    database.close();
  }
}
