package io.sluice.api;

import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.server.RequestBody;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.TimeoutAccess;

/**
 * Exports and other files that users send, each upload in a directory of its own. A file has its
 * name only when it is whole, so who sends an upload again sends what is missing.
 */
final class Uploads {
  static final Duration KEPT = Duration.ofDays(1);
  static final String PREFIX = "upload:";
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{8,64}");

  /** Beside the uploads, not in them: who lists one must not meet files that come and go. */
  static final String PARTS = ".parts";

  private static final int MOST_NAME = 255;
  private static final int MOST_DEPTH = 8;
  private static final int NO_CONTENT = 204;

  private final UploadPlaces places;
  private final ActorSystem<?> system;
  private final Blocking blocking;

  Uploads(UploadPlaces places, ActorSystem<?> system, Blocking blocking) {
    this.places = places;
    this.system = system;
    this.blocking = blocking;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "getUpload",
        blocking.responding(this::list),
        "checkFiles",
        this::check,
        "putFile",
        this::putByPath,
        "putNamedFile",
        this::putByName);
  }

  /** The upload that a source is, if it is one. */
  static Optional<String> named(String source) {
    return Optional.of(source)
        .filter(text -> text.startsWith(PREFIX))
        .map(text -> text.substring(PREFIX.length()))
        .filter(name -> NAME.matcher(name).matches());
  }

  /**
   * The name of a new one.
   *
   * @param kind with which it begins
   */
  static String fresh(String kind) {
    return kind + "-" + UUID.randomUUID().toString().replace("-", "");
  }

  /** Takes in what is sent. */
  UploadStore store() {
    return places.store();
  }

  /** Where an export lies that was sent. */
  Path directory(String upload) {
    return places.exports().directory(upload);
  }

  private HttpResponse list(Call call) {
    var upload = call.text("upload");
    var listing = new UploadListing(PREFIX + upload, () -> places.files(upload), blocking);
    return HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, listing.json()));
  }

  private CompletionStage<HttpResponse> check(Call call) {
    mayTakeLong(call);
    var upload = call.text("upload");
    return RequestBody.whole(
            call.request(),
            system,
            body ->
                blocking.run(
                    () ->
                        Json.ok(
                            places.place().missing(PREFIX + upload, upload, SeenFiles.read(body)))))
        .exceptionally(
            failure -> {
              throw store().failed(failure);
            });
  }

  private CompletionStage<HttpResponse> putByPath(Call call) {
    var path = call.text("path");
    checkName(path);
    return put(call, places.exportStore(), UploadTarget.plain(call.text("upload"), path));
  }

  private CompletionStage<HttpResponse> putByName(Call call) {
    return put(call, store(), new UploadTarget(call.text("upload"), call.text("path")));
  }

  /** The answer comes when it is done. */
  static void mayTakeLong(Call call) {
    call.request()
        .getHeader(TimeoutAccess.class)
        .ifPresent(access -> access.timeoutAccess().updateTimeout(KEPT));
  }

  private CompletionStage<HttpResponse> put(Call call, UploadStore store, UploadTarget target) {
    var length =
        call.request().entity().getContentLengthOption().stream()
            .findFirst()
            .orElseThrow(
                () ->
                    Problem.of(411, "no-length", "The length of the file is not told")
                        .in("Content-Length")
                        .remedy("Send Content-Length.")
                        .thrown());
    mayTakeLong(call);
    var modified = call.optional("modified").map(Long::valueOf).map(FileTime::fromMillis);
    return store
        .store(
            call.request().entity().withoutSizeLimit().getDataBytes(),
            OptionalLong.of(length),
            target,
            modified)
        .thenApply(bytes -> HttpResponse.create().withStatus(StatusCodes.get(NO_CONTENT)));
  }

  private static void checkName(String path) {
    var parts = path.split("/", -1);
    for (var part : parts) {
      if (part.isEmpty()
          || part.startsWith(".")
          || part.getBytes(StandardCharsets.UTF_8).length > MOST_NAME
          || parts.length > MOST_DEPTH) {
        throw Problem.of(400, "wrong-path", "No file of an export is called so")
            .in("path")
            .remedy("Send files by their path in the export, such as photos/photo_1.jpg.")
            .thrown();
      }
    }
  }
}
