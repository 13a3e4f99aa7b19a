package io.sluice.channel;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sluice.image.ImageProcessor;
import io.sluice.image.ImageResult;
import io.sluice.image.SuspectProcess;
import io.sluice.ledger.KnownPhotos;
import io.sluice.ledger.Message;
import io.sluice.ledger.Photo;
import io.sluice.ledger.PhotoOutcome;
import io.sluice.ledger.StoredFile;
import io.sluice.storage.PictureFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Makes of a photo that a message names a file in the store and what its row says. One for a node;
 * thread-safe, and each call takes the thread it is given until the file is written.
 */
public final class PhotoStage {
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("yyyy-MM").withZone(ZoneOffset.UTC);
  private static final int RECENT = 10_000;

  private final ImageProcessor processor;
  private final SuspectProcess suspects;
  private final PictureFiles files;
  private final KnownPhotos known;
  private final long maxBytes;

  /** Files made lately by their hash: their rows may not be committed yet. */
  private final Cache<String, StoredFile> recent =
      Caffeine.newBuilder().maximumSize(RECENT).build();

  public PhotoStage(
      ImageProcessor processor,
      SuspectProcess suspects,
      PictureFiles files,
      KnownPhotos known,
      long maxBytes) {
    this.processor = processor;
    this.suspects = suspects;
    this.files = files;
    this.known = known;
    this.maxBytes = maxBytes;
  }

  /**
   * Whose photo it is.
   *
   * @param channel id of the channel
   * @param name its name, which is its directory's
   * @param epoch of the run
   * @param suspect whether a process died while this photo was in work
   */
  record Job(long channel, String name, long epoch, boolean suspect) {}

  /**
   * For a photo that is a file here, or that its source does not have.
   *
   * @throws io.sluice.storage.StorageException if the file cannot be written
   */
  Photo develop(Job job, Message message, PhotoReference photo) {
    if (photo.location() instanceof PhotoReference.Absent absent) {
      return failed(photo, message, PhotoOutcome.MISSING, absent.reason(), null, 0);
    }
    var file = ((PhotoReference.InFile) photo.location()).path();
    try {
      long size = Files.size(file);
      if (size > maxBytes) {
        var reason = size + " bytes, more than MAX_IMAGE_BYTES " + maxBytes;
        return failed(photo, message, PhotoOutcome.TOO_LARGE, reason, null, size);
      }
      return develop(job, message, photo, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return failed(photo, message, PhotoOutcome.MISSING, "file not found: " + name(file), null, 0);
    } catch (AccessDeniedException e) {
      var reason = "no permission to read " + name(file);
      return failed(photo, message, PhotoOutcome.MISSING, reason, null, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  /**
   * The same for a photo that has been fetched.
   *
   * @throws io.sluice.storage.StorageException if the file cannot be written
   */
  Photo develop(Job job, Message message, PhotoReference photo, FetchedPhoto fetched) {
    if (fetched instanceof FetchedPhoto.Failed failure) {
      return failed(photo, message, failure.outcome(), failure.reason(), null, 0);
    }
    var whole = (FetchedPhoto.Bytes) fetched;
    try {
      return develop(job, message, photo, whole.bytes());
    } finally {
      whole.release().run();
    }
  }

  private Photo develop(Job job, Message message, PhotoReference photo, byte[] bytes) {
    var hash = sha256(bytes);
    var twin = twin(hash);
    if (twin.isPresent()) {
      return new Photo(
          photo.id(), message.id(), PhotoOutcome.DUPLICATE, null, twin.get(), bytes.length, hash);
    }
    try (var draft = files.draft(job.channel(), job.epoch(), photo.id())) {
      var result = job.suspect() ? apart(bytes) : processor.process(bytes);
      if (result instanceof ImageResult.Rejected rejected) {
        return failed(photo, message, rejected.outcome(), rejected.reason(), hash, bytes.length);
      }
      return publish(job, message, photo, bytes, hash, result, draft);
    }
  }

  private ImageResult apart(byte[] bytes) {
    try {
      return suspects.process(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while a suspect photo was in work", e);
    }
  }

  private Photo publish(
      Job job,
      Message message,
      PhotoReference photo,
      byte[] bytes,
      byte[] hash,
      ImageResult result,
      PictureFiles.Draft draft) {
    var encoded = result instanceof ImageResult.Encoded e ? e : null;
    var extension = result instanceof ImageResult.Kept kept ? kept.extension() : "jpg";
    var path = path(job, message, photo, extension);
    var picture = encoded == null ? bytes : encoded.jpeg();
    draft.publish(picture, path);
    var stored =
        new StoredFile(
            path,
            encoded == null ? 0 : encoded.width(),
            encoded == null ? 0 : encoded.height(),
            picture.length);
    recent.put(HexFormat.of().formatHex(hash), stored);
    return new Photo(
        photo.id(),
        message.id(),
        encoded == null ? PhotoOutcome.KEPT : PhotoOutcome.STORED,
        encoded == null ? extension + ": nothing here decodes it" : null,
        stored,
        bytes.length,
        hash);
  }

  private Optional<StoredFile> twin(byte[] hash) {
    return Optional.ofNullable(recent.getIfPresent(HexFormat.of().formatHex(hash)))
        .or(() -> known.fileOf(hash))
        .filter(file -> files.exists(file.path()));
  }

  private static String path(Job job, Message message, PhotoReference photo, String extension) {
    var month = message.sentAt() == null ? "undated" : MONTH.format(message.sentAt());
    return "images/" + job.name() + "/" + month + "/" + photo.id() + "." + extension;
  }

  private static Photo failed(
      PhotoReference photo,
      Message message,
      PhotoOutcome outcome,
      String reason,
      byte[] hash,
      long size) {
    return new Photo(photo.id(), message.id(), outcome, reason, null, size, hash);
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
