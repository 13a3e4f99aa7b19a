package io.sluice.api;

import io.sluice.blob.BlobStore;
import io.sluice.blob.StorageAwayException;
import io.sluice.blob.StorageException;
import io.sluice.blob.Trouble;
import io.sluice.ledger.channel.ChannelRow;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import io.sluice.settings.FileMode;
import io.sluice.view.UploadView;
import io.sluice.view.UploadView.UploadedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.TimeoutAccess;
import org.apache.pekko.stream.IOResult;
import org.apache.pekko.stream.javadsl.FileIO;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports that users send, each in a directory of its own. A file has its name only when it is
 * whole, so who sends an export again sends what is missing.
 */
final class Uploads {
  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
  private static final Duration KEPT = Duration.ofDays(1);
  private static final String PREFIX = "upload:";
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{8,64}");

  /** Beside the uploads, not in them: who lists one must not meet files that come and go. */
  private static final String PARTS = ".parts";

  private static final int MOST_NAME = 255;
  private static final int MOST_DEPTH = 8;
  private static final int NO_CONTENT = 204;

  private final Path root;
  private final BlobStore images;
  private final FileMode mode;
  private final Room room;
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
    this.system = system;
    this.blocking = blocking;
  }

  Map<String, Operation> operations() {
    return Map.of("getUpload", blocking.answering(this::list), "putFile", this::put);
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

  private UploadView list(Call call) {
    var directory = directory(call.text("upload"));
    var files = new ArrayList<UploadedFile>();
    if (Files.isDirectory(directory)) {
      try (var all = Files.walk(directory)) {
        all.filter(Files::isRegularFile)
            .forEach(
                file ->
                    files.add(
                        new UploadedFile(
                            directory.relativize(file).toString(), file.toFile().length())));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new UploadView(PREFIX + call.text("upload"), files);
  }

  private CompletionStage<HttpResponse> put(Call call) {
    var path = call.text("path");
    checkName(path);
    var length =
        call.request().entity().getContentLengthOption().stream()
            .findFirst()
            .orElseThrow(
                () ->
                    Problem.of(411, "no-length", "The length of the file is not told")
                        .in("Content-Length")
                        .remedy("Send Content-Length.")
                        .thrown());
    // It may take as long as it goes on.
    call.request()
        .getHeader(TimeoutAccess.class)
        .ifPresent(access -> access.timeoutAccess().updateTimeout(Duration.ofDays(1)));
    var directory = directory(call.text("upload"));
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
            written -> blocking.run(() -> kept(part, directory.resolve(path), length, written)))
        .handle(
            (response, failure) -> {
              if (failure != null) {
                part.toFile().delete();
                throw failed(failure);
              }
              return response;
            });
  }

  /** Removes what no channel is collected from, and nobody has sent to for a while. */
  void sweep(Predicate<Path> isUsed) {
    try (var uploads = list()) {
      for (var upload : uploads.toList()) {
        if (lastSent(upload).isBefore(Instant.now().minus(KEPT)) && !isUsed.test(upload)) {
          LOG.info("The upload {} is removed: no channel is collected from it", upload);
          FileUtils.deleteDirectory(upload.toFile());
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} could not be looked through, and is again in an hour: {}", root, e.toString());
    }
  }

  /** In another directory that took the place they are somebody else's. */
  private Stream<Path> list() throws IOException {
    images.checkPlace();
    return Files.isDirectory(root) ? Files.list(root) : Stream.empty();
  }

  /** Removes those that a removed channel was collected from, and no other is. */
  void forget(ChannelRow removed, BiPredicate<Path, Long> isUsedByOthers) {
    for (var source : ChannelViews.sources(removed)) {
      var location = Path.of(source.location());
      if (location.startsWith(root)) {
        var upload = root.resolve(root.relativize(location).getName(0));
        if (!isUsedByOthers.test(upload, removed.id())) {
          delete(upload);
        }
      }
    }
  }

  private void delete(Path upload) {
    try {
      images.checkPlace();
      FileUtils.deleteQuietly(upload.toFile());
    } catch (StorageException e) {
      LOG.warn("The upload {} is removed in a day: {}", upload, e.getMessage());
    }
  }

  /** Whoever sends a file changes its directory. */
  private static Instant lastSent(Path upload) throws IOException {
    try (var all = Files.walk(upload)) {
      var last = Files.getLastModifiedTime(upload).toInstant();
      for (var directory : all.filter(Files::isDirectory).toList()) {
        var changed = Files.getLastModifiedTime(directory).toInstant();
        last = changed.isAfter(last) ? changed : last;
      }
      return last;
    }
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

  private HttpResponse kept(Path part, Path target, long length, IOResult written) {
    if (written.count() != length) {
      throw Problem.of(400, "broken-body", "The file ended early")
          .remedy("Send it again.")
          .thrown();
    }
    images.checkPlace();
    try {
      mode.makeDirectories(target.getParent());
      // Its name says that it is whole, also after a power cut.
      try (var file = FileChannel.open(part, StandardOpenOption.WRITE)) {
        file.force(false);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return HttpResponse.create().withStatus(StatusCodes.get(NO_CONTENT));
    } catch (IOException e) {
      if (isTaken(target)) {
        throw taken();
      }
      throw new UncheckedIOException(e);
    }
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
