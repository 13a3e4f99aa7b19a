package io.sluice.api;

import io.sluice.blob.BlobStore;
import io.sluice.blob.StorageAwayException;
import io.sluice.blob.Trouble;
import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import io.sluice.server.RequestBody;
import io.sluice.settings.FileMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.TimeoutAccess;
import org.apache.pekko.stream.IOResult;
import org.apache.pekko.stream.javadsl.FileIO;
import org.apache.pekko.util.ByteString;

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

  private final Path root;
  private final BlobStore images;
  private final FileMode mode;
  private final Room room;
  private final UploadCheck check;
  private final ActorSystem<?> system;
  private final Blocking blocking;

  /**
   * @param images beside which they lie
   * @param mode of what is made here
   * @param leastFree bytes of the disk that must stay free
   */
  Uploads(
      Path root,
      BlobStore images,
      FileMode mode,
      long leastFree,
      ActorSystem<?> system,
      Blocking blocking) {
    this.root = root;
    this.images = images;
    this.mode = mode;
    room = new Room(root, leastFree);
    check = new UploadCheck(images, mode, room);
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

  Path directory(String upload) {
    return root.resolve(upload);
  }

  private HttpResponse list(Call call) {
    var listing =
        new UploadListing(PREFIX + call.text("upload"), directory(call.text("upload")), blocking);
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
                            check.missing(
                                PREFIX + upload, directory(upload), SeenFiles.read(body)))))
        .exceptionally(
            failure -> {
              throw failed(failure);
            });
  }

  private CompletionStage<HttpResponse> putByPath(Call call) {
    var path = call.text("path");
    checkName(path);
    return put(call, directory(call.text("upload")).resolve(path));
  }

  private CompletionStage<HttpResponse> putByName(Call call) {
    return put(call, UploadPath.of(directory(call.text("upload")), call.text("path")));
  }

  /** The answer comes when it is done. */
  static void mayTakeLong(Call call) {
    call.request()
        .getHeader(TimeoutAccess.class)
        .ifPresent(access -> access.timeoutAccess().updateTimeout(KEPT));
  }

  private CompletionStage<HttpResponse> put(Call call, Path target) {
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
    var part = root.resolve(PARTS).resolve(UUID.randomUUID().toString());
    return blocking
        .run(() -> prepared(part, length))
        .thenCompose(
            ready ->
                call.request()
                    .entity()
                    .withoutSizeLimit()
                    .getDataBytes()
                    .mapAsync(1, this::withRoom)
                    .runWith(FileIO.toPath(part), system))
        .thenCompose(
            written ->
                blocking.run(
                    () -> {
                      checkLength(written, length);
                      return kept(part, target, modified);
                    }))
        .handle(
            (response, failure) -> {
              if (failure != null) {
                part.toFile().delete();
                throw failed(failure);
              }
              return response;
            });
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

  /** Who says that it does not fit need not send it; who only says that it is large takes none. */
  private Path prepared(Path part, long length) {
    images.checkPlace();
    try {
      mode.makeDirectories(part.getParent());
      room.check(length);
      mode.create(part).close();
      return part;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CompletionStage<ByteString> withRoom(ByteString bytes) {
    return room.take(bytes.size())
        ? CompletableFuture.completedFuture(bytes)
        : blocking.run(
            () -> {
              room.takeNow(bytes.size());
              return bytes;
            });
  }

  private static void checkLength(IOResult written, long length) {
    if (written.count() != length) {
      throw Problem.of(400, "broken-body", "The file ended early")
          .remedy("Send it again.")
          .thrown();
    }
  }

  private HttpResponse kept(Path part, Path target, Optional<FileTime> modified) {
    images.checkPlace();
    try {
      // Its name says that it is whole, also after a power cut.
      try (var file = FileChannel.open(part, StandardOpenOption.WRITE)) {
        file.force(false);
      }
      if (modified.isPresent()) {
        Files.setLastModifiedTime(part, modified.get());
      }
      rename(part, target);
      return HttpResponse.create().withStatus(StatusCodes.get(NO_CONTENT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void rename(Path part, Path target) throws IOException {
    try {
      mode.makeDirectories(target.getParent());
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      if (isTaken(target)) {
        throw taken();
      }
      if (Files.isRegularFile(part) && Trouble.of(e, root).isEmpty() && isOfItsName(e)) {
        throw Problem.of(400, "wrong-path", "The node's disk takes no file of this name")
            .in("path")
            .remedy("Give it another name.")
            .thrown();
      }
      throw e;
    }
  }

  /** Another file could be made where this one cannot. */
  private boolean isOfItsName(IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException || failure instanceof AccessDeniedException) {
      return false;
    }
    var other = root.resolve(PARTS).resolve(UUID.randomUUID().toString());
    mode.create(other).close();
    return Files.deleteIfExists(other);
  }

  /** Whether a directory is at this name, or a file at that of one of its directories. */
  private boolean isTaken(Path target) {
    for (var above = target.getParent(); !above.equals(root); above = above.getParent()) {
      if (Files.isRegularFile(above)) {
        return true;
      }
    }
    return Files.isDirectory(target);
  }

  private static ProblemException taken() {
    return Problem.of(409, "name-taken", "A file is where this one needs a directory, or one is")
        .in("path")
        .remedy("Look at what the upload holds, or begin another one.")
        .thrown();
  }

  private static ProblemException refused(Trouble trouble) {
    return trouble == Trouble.FULL ? Room.full() : away(trouble);
  }

  private static ProblemException away(Trouble trouble) {
    return Problem.of(503, "storage-away", "IMAGE_DIR " + trouble.found())
        .remedy(
            "See to it on the node's machine (%s), and send it again.".formatted(trouble.remedy()))
        .thrown();
  }

  private RuntimeException failed(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StorageAwayException away) {
        return refused(away.trouble());
      }
      if (cause instanceof IOException io && Trouble.of(io, root).isPresent()) {
        return refused(Trouble.of(io, root).get());
      }
    }
    return failure instanceof RuntimeException plain ? plain : new CompletionException(failure);
  }
}
