package io.sluice.api;

import io.sluice.batch.Batch;
import io.sluice.batch.ItemStage;
import io.sluice.blob.BlobStore;
import io.sluice.category.Classification;
import io.sluice.channel.Channel;
import io.sluice.channel.SourceOpener;
import io.sluice.channel.Sources;
import io.sluice.ledger.ClosedOrigins;
import io.sluice.ledger.Gone;
import io.sluice.ledger.batch.BatchItems;
import io.sluice.ledger.batch.BatchList;
import io.sluice.ledger.batch.Batches;
import io.sluice.ledger.batch.Chunks;
import io.sluice.ledger.batch.ItemRetry;
import io.sluice.ledger.batch.KindResults;
import io.sluice.ledger.category.BatchTexts;
import io.sluice.ledger.category.Categories;
import io.sluice.ledger.channel.ChannelList;
import io.sluice.ledger.channel.Channels;
import io.sluice.ledger.channel.FailedPhotos;
import io.sluice.ledger.channel.StoredItems;
import io.sluice.ledger.document.DocumentPages;
import io.sluice.ledger.document.DocumentSearch;
import io.sluice.ledger.document.OcrPages;
import io.sluice.ledger.feed.DeadLetters;
import io.sluice.ledger.feed.Feeds;
import io.sluice.ledger.file.FileResults;
import io.sluice.ledger.file.FileRows;
import io.sluice.ledger.file.SentPieces;
import io.sluice.ledger.file.Sweeps;
import io.sluice.ledger.message.TasksLeft;
import io.sluice.ledger.node.NodeList;
import io.sluice.ledger.node.Nodes;
import io.sluice.ledger.website.DoNotContact;
import io.sluice.ledger.website.WebsitePages;
import io.sluice.message.Messages;
import io.sluice.persistence.Database;
import io.sluice.run.LifeLog;
import io.sluice.s3.SentObjects;
import io.sluice.server.Handler;
import io.sluice.server.Sessions;
import io.sluice.settings.FileMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;

/** The HTTP API of a node: what its description promises, on what the node has. */
public final class Api implements Handler {
  private static final Duration SWEEP = Duration.ofHours(1);
  private static final Duration SWEEP_PIECES = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration REMOVE_DONE = Duration.ofSeconds(30);
  private static final String DISPATCHER = "sluice.api-dispatcher";
  private static final String INTAKE = "sluice.intake-dispatcher";

  private final Pages pages = new Pages();
  private final Materializer materializer;
  private final Routes routes;
  private final LiveEvents events;
  private final EntityRequests<Channel.Command, Channel.Update> requests;
  private final ChannelList list;

  /**
   * What the API works with.
   *
   * @param sources the kinds that there are
   * @param opener opens them here
   * @param images IMAGE_DIR
   * @param files where those of batches are
   * @param pictures where those of channels are
   * @param sent where files that are sent lie instead, if they do
   * @param mode of what else is made there
   * @param leastFree bytes of its disk that must stay free
   * @param feedGroup in which feeds are read that name none
   * @param results of batches, by kind
   * @param stages that their items pass, by kind
   * @param classification of the texts of documents
   * @param messages to websites
   * @param most bytes that may be sent in one request, or as one file
   * @param sessions of browsers; empty where no token is asked for
   */
  public record Parts(
      ActorSystem<?> system,
      Database database,
      Channels channels,
      Sources sources,
      SourceOpener opener,
      Nodes nodes,
      SourceRoots roots,
      Path images,
      BlobStore here,
      BlobStore files,
      BlobStore pictures,
      Optional<SentObjects> sent,
      FileMode mode,
      long leastFree,
      String feedGroup,
      Map<String, KindResults> results,
      Map<String, List<ItemStage<?>>> stages,
      Classification classification,
      Messages messages,
      long most,
      Optional<Sessions> sessions,
      NodeFacts facts) {}

  public Api(Parts parts) {
    var system = parts.system();
    var threads = system.dispatchers().lookup(DispatcherSelector.fromConfig(DISPATCHER));
    var blocking = new Blocking(threads);
    var waiting = new Blocking(system.dispatchers().lookup(DispatcherSelector.fromConfig(INTAKE)));
    list = new ChannelList(parts.database());
    var nodes = new NodeList(parts.database());
    requests = new EntityRequests<>(system, Channel.KEY);
    var rates = new Rates();
    var failed = new FailedPhotos(parts.database());
    var rows = new SentPieces(parts.database());
    var places =
        UploadPlaces.of(
            new UploadPlaces.Disk(
                parts.images().resolve("uploads"), parts.here(), parts.mode(), parts.leastFree()),
            parts.sent(),
            rows,
            system,
            blocking);
    var batchList = new BatchList(parts.database());
    var batches = new Batches(parts.database());
    var life = new UploadLife(places.exports(), places.place(), list, batchList);
    var uploads = new Uploads(places, system, blocking);
    var channels =
        new ChannelOperations(
            list,
            failed,
            requests,
            rates,
            parts.database(),
            parts.sources()::alias,
            life::forget,
            blocking);
    var items = new ItemOperations(new StoredItems(parts.database()), failed, channels, blocking);
    var feeds = new Feeds(parts.database());
    var status =
        new StatusOperation(
            parts.facts(), list, feeds, nodes, new ClosedOrigins(parts.database()), rates);
    var intake =
        new AddChannel.Intake(
            parts.channels(),
            parts.sources(),
            parts.opener(),
            new LocalSources(parts.roots(), uploads));
    var clock = system.scheduler();
    clock.scheduleWithFixedDelay(Duration.ZERO, SWEEP, life::sweep, threads);
    clock.scheduleWithFixedDelay(REMOVE_DONE, REMOVE_DONE, life::removeDone, threads);
    var batchViews = new BatchViews();
    events =
        new LiveEvents(
            system,
            List.of(
                new Changes<>(
                    parts.database(),
                    Gone.What.CHANNEL,
                    new ChannelChanges(list, rates, channels::view)),
                new Changes<>(
                    parts.database(), Gone.What.BATCH, new BatchChanges(batchList, batchViews))),
            status,
            threads);
    var messagesLeft = new TasksLeft(parts.database());
    var batchOperations =
        new BatchOperations(
            batches,
            batchList,
            new ItemRetry(parts.database()),
            new EntityRequests<>(system, Batch.KEY),
            batchViews,
            life::forget,
            row -> messagesLeft.areLeft(row.id()),
            blocking);
    var description = Description.load();
    var operations = new HashMap<String, Operation>();
    operations.putAll(channels.operations());
    operations.putAll(items.operations());
    operations.putAll(new NodeOperations(system, parts.nodes(), nodes, blocking).operations());
    operations.putAll(uploads.operations());
    operations.putAll(new ServedPictures(parts.pictures(), blocking).operations());
    operations.put("addChannel", new AddChannel(system, intake, list, requests, waiting));
    operations.putAll(batchOperations.operations());
    operations.putAll(
        new BatchItemOperations(
                new BatchItems(parts.database()),
                parts.results(),
                parts.files(),
                batchOperations,
                blocking)
            .operations());
    operations.putAll(
        new LifeLogOperations(
                new LifeLog(parts.database(), system), channels, batchOperations, blocking)
            .operations());
    operations.putAll(
        new WebsiteOperations(new WebsitePages(parts.database()), batchOperations, blocking)
            .operations());
    operations.put(
        "getBatchStages",
        new BatchStages(parts.stages(), new Chunks(parts.database()), batchOperations)
            .operation(blocking));
    operations.put("previewWebsites", new PreviewOperation(system, waiting));
    operations.putAll(
        new DocumentOperations(new DocumentPages(parts.database()), blocking).operations());
    operations.put(
        "getBatchResults",
        new BatchResults(parts.results(), batchOperations, blocking).operation());
    operations.putAll(
        new SearchOperation(new DocumentSearch(parts.database()), batchOperations, blocking)
            .operations());
    operations.putAll(
        new CategoryOperations(system, new Categories(parts.database()), blocking).operations());
    operations.putAll(
        new DoNotContactOperations(system, new DoNotContact(parts.database()), blocking)
            .operations());
    operations.putAll(
        new ClassificationOperations(
                parts.classification(),
                new BatchTexts(parts.database()),
                new OcrPages(parts.database()),
                batchOperations,
                waiting)
            .operations());
    operations.putAll(
        new MessageOperations(system, parts.messages(), parts.database(), batchOperations, waiting)
            .operations());
    var addBatch =
        new AddBatch(
            system,
            batches,
            batchList,
            new BatchSources(parts.roots(), new UploadSources(places.place(), batchList)),
            batchOperations,
            waiting);
    operations.put("addBatch", addBatch);
    var uploadBatches =
        new UploadBatches(
            addBatch, batches, batchViews, new FileResults(parts.database()), system, blocking);
    operations.put(
        "postFiles",
        new PostFiles(uploads, uploadBatches, life::delete, parts.most(), system, blocking));
    operations.put(
        "putOneFile",
        new PutOneFile(
            uploads,
            uploadBatches,
            new FileRows(parts.database()),
            parts.most(),
            system,
            blocking));
    var pieces = new Pieces(rows, places.pieces(), places.store(), uploadBatches, system, blocking);
    operations.putAll(
        new Tus(
                rows,
                places.pieces(),
                pieces,
                places.place(),
                places.store(),
                parts.most(),
                system,
                blocking)
            .operations());
    clock.scheduleWithFixedDelay(SOON, SWEEP_PIECES, pieces::sweep, threads);
    operations.putAll(new SweepOperations(new Sweeps(parts.database()), blocking).operations());
    operations.putAll(
        new FeedOperations(
                system,
                feeds,
                new DeadLetters(parts.database(), parts.facts().id()),
                parts.feedGroup(),
                blocking)
            .operations());
    operations.putAll(new HistoryOperation(parts.database(), blocking).operations());
    operations.putAll(new SessionOperations(system, parts.sessions()).operations());
    operations.put("getStatus", blocking.answering(call -> status.now()));
    operations.put(
        "streamEvents",
        blocking.responding(
            call ->
                stream(
                    channels,
                    batchOperations,
                    parts.sessions().flatMap(all -> all.left(call.request())),
                    call)));
    operations.put("getDescription", call -> described(description));
    materializer = SystemMaterializer.get(system).materializer();
    routes = new Routes(description, operations, materializer);
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    var file = pages.answer(request);
    if (file.isPresent()) {
      request.discardEntityBytes(materializer);
      return CompletableFuture.completedFuture(file.get());
    }
    return routes.handle(request);
  }

  private static CompletionStage<HttpResponse> described(Description description) {
    return CompletableFuture.completedFuture(
        HttpResponse.create()
            .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, description.text())));
  }

  /**
   * @param left of the session that asks, which the stream does not outlive
   */
  private HttpResponse stream(
      ChannelOperations channels, BatchOperations batches, Optional<Duration> left, Call call) {
    var channel = call.optional("channel").map(Long::valueOf);
    channel.ifPresent(id -> channels.row(new Call(call.request(), Map.of("id", "" + id))));
    var batch = call.optional("batch").map(named -> batches.row(call, "batch").id());
    var all = events.listen(new LiveEvents.Wanted(channel, batch));
    return HttpResponse.create()
        .withEntity(
            HttpEntities.create(
                MediaTypes.TEXT_EVENT_STREAM.toContentType(),
                left.map(all::takeWithin).orElse(all)));
  }

  /** Ends the streams of events, which would last for ever, and what looks for news. */
  public void stop() {
    events.stop();
  }
}
