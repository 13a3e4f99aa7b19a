package io.sluice.node;

import com.typesafe.config.Config;
import io.sluice.batch.Kind;
import io.sluice.category.NewTexts;
import io.sluice.document.DocumentKind;
import io.sluice.file.FileKind;
import io.sluice.file.FileSettings;
import io.sluice.file.SourceFiles;
import io.sluice.file.WebAccess;
import io.sluice.file.WebSettings;
import io.sluice.http.ByteBudget;
import io.sluice.http.GuardedHttp;
import io.sluice.metrics.WebsiteMetrics;
import io.sluice.origin.Origins;
import io.sluice.persistence.Database;
import io.sluice.photo.PictureMaker;
import io.sluice.website.WebsiteKind;
import java.util.List;
import java.util.concurrent.Executor;

/** The one place that names the kinds of batches: a new kind is a line here. */
final class KnownKinds {
  private KnownKinds() {}

  /**
   * What a node has for all kinds.
   *
   * @param bytes memory that bodies and images in work may take
   * @param files threads that may block
   * @param websites counts those that are visited
   * @param texts which are to be classified
   */
  record Shared(
      Config config,
      Database database,
      Stores stores,
      PictureMaker pictures,
      GuardedHttp http,
      Origins origins,
      ByteBudget bytes,
      Executor files,
      WebsiteMetrics websites,
      NewTexts texts) {}

  static List<Kind> on(Shared node) {
    var files = files(node);
    return List.of(files, documents(node, files.sources()), websites(node, files.sources()));
  }

  private static Kind websites(Shared node, SourceFiles sources) {
    return new WebsiteKind(
        sources, node.database(), node.http(), node.websites(), node.config(), node.files());
  }

  private static Kind documents(Shared node, SourceFiles sources) {
    return new DocumentKind(
        sources, node.database(), node.texts(), node.bytes(), node.config(), node.files());
  }

  static FileKind files(Shared node) {
    return new FileKind(
        node.stores().files(),
        node.database(),
        node.pictures(),
        node.bytes(),
        new WebAccess(node.http(), node.origins(), WebSettings.from(node.config())),
        node.stores().s3(),
        FileSettings.from(node.config()),
        node.files());
  }
}
