package io.sluice.node;

import com.typesafe.config.Config;
import io.sluice.blob.BlobDirectory;
import io.sluice.blob.BlobStore;
import io.sluice.s3.S3Service;
import io.sluice.s3.S3Settings;
import io.sluice.s3.S3Store;
import io.sluice.s3.SentObjects;
import io.sluice.s3.StorageModes;
import io.sluice.settings.FileMode;
import io.sluice.settings.SettingsReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Where a node keeps what is not in the database, as STORAGE_MODE and PICTURE_STORAGE_MODE say.
 *
 * @param here IMAGE_DIR, where exports lie that were sent, whatever else is there
 * @param files those of batches
 * @param pictures those of channels
 * @param sent where files that are sent lie, if that is the bucket of files; else that is here
 * @param s3 where the one or the other may be, and sources
 */
record Stores(
    BlobStore here, BlobStore files, BlobStore pictures, Optional<SentObjects> sent, S3Service s3)
    implements AutoCloseable {
  /** Which part of the heap drafts may take that are on their way to S3: the fifth. */
  private static final int SHARE = 5;

  /** And which part of it what is being sent: the tenth. */
  private static final int SENT_SHARE = 10;

  static Stores from(Config config) {
    var here =
        new BlobDirectory(new SettingsReader(config).file("IMAGE_DIR"), FileMode.from(config));
    var s3 = new S3Service(S3Settings.from(config));
    var modes = StorageModes.from(config);
    BlobStore there =
        modes.isAnyInS3() ? new S3Store(s3, Runtime.getRuntime().maxMemory() / SHARE) : here;
    return new Stores(
        here,
        modes.filesInS3() ? there : here,
        modes.picturesInS3() ? there : here,
        modes.filesInS3()
            ? Optional.of(new SentObjects(s3, Runtime.getRuntime().maxMemory() / SENT_SHARE))
            : Optional.empty(),
        s3);
  }

  /** Those that something is stored in. */
  Set<BlobStore> used() {
    var used = new LinkedHashSet<BlobStore>();
    used.add(pictures);
    used.add(files);
    return used;
  }

  /** By which nodes know whether they have the same; the first who asks makes it. */
  UUID id() {
    return files == pictures
        ? files.id()
        : UUID.nameUUIDFromBytes(
            (files.id() + "/" + pictures.id()).getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() {
    s3.close();
  }
}
