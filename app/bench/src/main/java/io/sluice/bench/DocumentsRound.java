package io.sluice.bench;

import com.typesafe.config.Config;
import io.sluice.document.DocumentSettings;
import io.sluice.persistence.EmbeddedServer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads documents in all ways: in children alone with peers in turn, and by a node. */
final class DocumentsRound {
  private final Config config;
  private final ScratchFolder folder;
  private final BenchDocuments documents;
  private final Consumer<String> told;

  /**
   * @param cold the first documents, by children that have just started
   * @param warm in each round
   * @param peers in each round
   */
  record Alone(
      DocumentSpeed cold,
      List<DocumentSpeed> warm,
      Map<DocumentPeer, List<DocumentSpeed>> peers,
      List<TextAgreement> agreements) {}

  /**
   * A batch by a node.
   *
   * @param nodeCpu seconds of the node's process
   * @param childCpu seconds of its children
   * @param databaseCpu seconds of PostgreSQL
   */
  record Batch(int documents, double seconds, double nodeCpu, double childCpu, double databaseCpu) {
    double perHour() {
      return 3600 * documents / seconds;
    }
  }

  /**
   * @param told says where it is
   */
  DocumentsRound(
      Config config, ScratchFolder folder, BenchDocuments documents, Consumer<String> told) {
    this.config = config;
    this.folder = folder;
    this.documents = documents;
    this.told = told;
  }

  /** By children, and with peers whose documents are the same. */
  Alone alone(int rounds, int warmUp, List<PdfPool> peers)
      throws IOException, InterruptedException {
    var settings = DocumentSettings.from(config);
    try (var reading = new DocumentReading(settings)) {
      var measured = documents.measured();
      told.accept("the first %d".formatted(measured.size()));
      var cold = reading.read(measured, measured.size());
      told.accept("%.0f documents/h; %d more".formatted(cold.perHour(), warmUp));
      reading.read(documents.first(), warmUp);
      var warm = new ArrayList<DocumentSpeed>();
      var theirs = new EnumMap<DocumentPeer, List<DocumentSpeed>>(DocumentPeer.class);
      for (int round = 1; round <= rounds; round++) {
        var ours = reading.read(measured, measured.size());
        warm.add(ours);
        told.accept("round %d of %d: %.0f documents/h".formatted(round, rounds, ours.perHour()));
        for (var peer : peers) {
          var speed = theirs(peer, settings.workers(), reading);
          theirs.computeIfAbsent(peer.peer(), any -> new ArrayList<>()).add(speed);
          told.accept("%s %.0f documents/h".formatted(peer.version(), speed.perHour()));
        }
      }
      return new Alone(cold, warm, theirs, agreements(reading));
    }
  }

  private DocumentSpeed theirs(PdfPool peer, int workers, DocumentReading reading)
      throws IOException, InterruptedException {
    var pdfs = documents.pdfs();
    var some = pdfs.subList(0, Math.max(1, pdfs.size() / peer.peer().share()));
    long pages = 0;
    for (var one : some) {
      var read = reading.read(one);
      pages += read == null || read.pageCount() == null ? 0 : read.pageCount();
    }
    return peer.read(some, workers, pages);
  }

  private List<TextAgreement> agreements(DocumentReading reading)
      throws IOException, InterruptedException {
    var agreements = new ArrayList<TextAgreement>();
    for (var program : List.of("pdftotext", "mutool")) {
      told.accept("text of " + program);
      TextAgreement.with(program, documents.some(), reading).ifPresent(agreements::add);
    }
    return agreements;
  }

  /** By a node with an empty database: the first, some more, and then those that are measured. */
  List<Batch> byNode() throws IOException, InterruptedException, SQLException {
    var batches = new ArrayList<Batch>();
    try (var server = EmbeddedServer.start(folder.folder("server"));
        var database = ScratchDatabase.create(server.address());
        var store = ScratchFolder.create(folder.folder("store"));
        var node =
            MeasuredNode.start(
                config, database, FileSyncMode.BATCH, store.folder("data"), documents.root())) {
      for (var part : documents.parts()) {
        batches.add(batch(node, database, part));
        told.accept(
            "a node: %.0f documents/h".formatted(batches.get(batches.size() - 1).perHour()));
      }
    }
    return batches;
  }

  private static Batch batch(MeasuredNode node, ScratchDatabase database, BenchDocuments.Part part)
      throws IOException, InterruptedException, SQLException {
    var before = Used.now(node, database);
    double seconds = node.readDocuments(part.folder(), part.count());
    var after = Used.now(node, database);
    return new Batch(
        part.count(),
        seconds,
        after.node() - before.node(),
        after.children() - before.children(),
        after.database() - before.database());
  }

  /** CPU seconds until now. */
  private record Used(double node, double children, double database) {
    static Used now(MeasuredNode node, ScratchDatabase database) throws SQLException {
      var own = node.processes().toList();
      double first = ProcessTimes.of(own.stream().limit(1));
      double all = ProcessTimes.of(own.stream());
      return new Used(first, all - first, ProcessTimes.of(database.processes()));
    }
  }
}
