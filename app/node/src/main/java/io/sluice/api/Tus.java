package io.sluice.api;

import io.sluice.ledger.file.SentPieces;
import io.sluice.ledger.file.SentPieces.SentFile;
import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import io.sluice.view.SentPiecesView;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Files that are sent in pieces, by tus 1.0: a file is begun, told of, gone on with and given up.
 * Any node takes any piece; how far a file is stands in its row.
 */
final class Tus {
  private static final String VERSION = "1.0.0";
  private static final HttpHeader RESUMABLE = RawHeader.create("Tus-Resumable", VERSION);
  private static final String EXTENSIONS = "creation,creation-with-upload,termination,expiration";
  private static final int NO_CONTENT = 204;
  private static final int CREATED = 201;

  private final SentPieces rows;
  private final PieceFiles files;
  private final Pieces pieces;
  private final UploadPlace place;
  private final UploadStore store;
  private final long most;
  private final ActorSystem<?> system;
  private final Blocking blocking;

  /**
   * @param place where files go
   * @param store tells what is the matter with it
   * @param most bytes of a file
   */
  Tus(
      SentPieces rows,
      PieceFiles files,
      Pieces pieces,
      UploadPlace place,
      UploadStore store,
      long most,
      ActorSystem<?> system,
      Blocking blocking) {
    this.rows = rows;
    this.files = files;
    this.pieces = pieces;
    this.place = place;
    this.store = store;
    this.most = most;
    this.system = system;
    this.blocking = blocking;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "tusOptions",
        call -> CompletableFuture.completedFuture(options()),
        "beginPieces",
        ofVersion(this::begin),
        "getPieces",
        ofVersion(this::tell),
        "sendPiece",
        ofVersion(this::send),
        "removePieces",
        ofVersion(call -> blocking.run(() -> remove(call))));
  }

  private HttpResponse options() {
    return empty(NO_CONTENT)
        .addHeader(RawHeader.create("Tus-Version", VERSION))
        .addHeader(RawHeader.create("Tus-Extension", EXTENSIONS))
        .addHeader(RawHeader.create("Tus-Max-Size", Long.toString(most)));
  }

  private Operation ofVersion(Operation operation) {
    return call -> {
      var version = header(call, "Tus-Resumable");
      if (!version.equals(VERSION)) {
        return new SentBody(call.request(), most, system)
            .refused(
                Problem.of(412, "wrong-version", "This is tus %s alone".formatted(VERSION))
                    .in("Tus-Resumable")
                    .remedy("Send Tus-Resumable: " + VERSION + ".")
                    .thrown());
      }
      return operation
          .answer(call)
          .exceptionally(
              failure -> {
                throw store.failed(failure);
              });
    };
  }

  private CompletionStage<HttpResponse> begin(Call call) {
    Uploads.mayTakeLong(call);
    var body = new SentBody(call.request(), most, system);
    try {
      long length = number(call, "Upload-Length");
      if (length > most) {
        throw SentBody.tooLarge(most);
      }
      var metadata = TusMetadata.read(header(call, "Upload-Metadata"));
      return blocking
          .run(() -> begun(length, metadata))
          .thenCompose(
              sent ->
                  call.request().entity().isKnownEmpty() && length > 0
                      ? CompletableFuture.completedFuture(sent)
                      : pieces.take(sent.id(), 0, body))
          .thenApply(sent -> created(call, sent));
    } catch (ProblemException e) {
      return body.refused(e);
    }
  }

  private SentFile begun(long length, TusMetadata metadata) {
    var name = metadata.name();
    var upload = metadata.upload().orElseGet(() -> Uploads.fresh("tus"));
    boolean alone = metadata.upload().isEmpty();
    files.prepare();
    store.checkRoom(length);
    var path =
        metadata
            .path()
            .map(SentPath::of)
            .filter(given -> !alone && !given.isEmpty())
            .orElseGet(() -> UUID.randomUUID() + "/" + name.replace("%", "%25"));
    place.check(new UploadTarget(upload, path));
    var sent = rows.begin(length, metadata.header(), upload, path, alone, Uploads.KEPT);
    files.begin(sent.id());
    return sent;
  }

  private static HttpResponse created(Call call, SentFile sent) {
    return with(empty(CREATED), sent)
        .addHeader(RawHeader.create("Location", call.request().getUri().path() + "/" + sent.id()));
  }

  /** Of one that is all there when it has its place, which another node may be about to give it. */
  private CompletionStage<HttpResponse> tell(Call call) {
    Uploads.mayTakeLong(call);
    return blocking.run(() -> found(call)).thenCompose(pieces::finish).thenApply(Tus::told);
  }

  private CompletionStage<HttpResponse> send(Call call) {
    Uploads.mayTakeLong(call);
    var body = new SentBody(call.request(), most, system);
    try {
      return pieces
          .take(id(call), number(call, "Upload-Offset"), body)
          .thenApply(sent -> with(empty(NO_CONTENT), sent));
    } catch (ProblemException e) {
      return body.refused(e);
    }
  }

  private HttpResponse remove(Call call) {
    var sent = found(call);
    rows.forget(sent.id());
    files.remove(sent.id());
    return empty(NO_CONTENT);
  }

  private SentFile found(Call call) {
    return rows.find(id(call)).orElseThrow(Pieces::unknown);
  }

  private static UUID id(Call call) {
    return UUID.fromString(call.text("file"));
  }

  private static HttpResponse told(SentFile sent) {
    var response =
        with(
            Json.ok(
                new SentPiecesView(
                    sent.id().toString(), sent.length(), sent.received(), sent.batch())),
            sent);
    return sent.metadata().isEmpty()
        ? response
        : response.addHeader(RawHeader.create("Upload-Metadata", sent.metadata()));
  }

  private static HttpResponse with(HttpResponse response, SentFile sent) {
    return response
        .addHeader(RESUMABLE)
        .addHeader(RawHeader.create("Upload-Offset", Long.toString(sent.received())))
        .addHeader(RawHeader.create("Upload-Length", Long.toString(sent.length())))
        .addHeader(
            RawHeader.create(
                "Upload-Expires",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                    sent.expiresAt().atOffset(ZoneOffset.UTC))));
  }

  private static HttpResponse empty(int status) {
    return HttpResponse.create().withStatus(StatusCodes.get(status)).addHeader(RESUMABLE);
  }

  private static String header(Call call, String name) {
    return call.request().getHeader(name).map(HttpHeader::value).orElse("");
  }

  private static long number(Call call, String name) {
    var text = header(call, name);
    if (!text.matches("0|[1-9][0-9]{0,17}")) {
      throw Problem.of(400, "wrong-header", name + " is missing, or no whole number")
          .in(name)
          .remedy("Send it as tus 1.0 has it, in bytes.")
          .thrown();
    }
    return Long.parseLong(text);
  }
}
