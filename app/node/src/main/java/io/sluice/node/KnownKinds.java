package io.sluice.node;

import com.typesafe.config.Config;
import io.sluice.batch.Kind;
import io.sluice.blob.BlobStore;
import io.sluice.file.FileKind;
import io.sluice.file.FileSettings;
import io.sluice.persistence.Database;
import java.util.List;
import java.util.concurrent.Executor;

/** The one place that names the kinds of batches: a new kind is a line here. */
final class KnownKinds {
  private KnownKinds() {}

  static List<Kind> on(Config config, Database database, BlobStore blobs, Executor files) {
    return List.of(new FileKind(blobs, database, FileSettings.from(config), files));
  }
}
