package io.sluice.s3;

import io.sluice.blob.StorageException;
import io.sluice.blob.Stored;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * A bucket, or what lies in it behind a prefix: keys go in without the prefix, and come out so.
 * What the server cannot do is a {@link StorageException}. Thread-safe; all block.
 */
public final class Bucket {
  /** What is copied in one request; more is copied by parts. */
  private static final long COPIED_AT_ONCE = 256L << 20;

  private static final String BINARY = "application/octet-stream";
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final int MOST_CONFLICTS = 5;

  private final Supplier<S3Client> client;
  private final Conditions conditions;
  private final String name;
  private final String prefix;
  private final String what;
  private final String where;

  /**
   * @param what it is for, as people know it
   */
  Bucket(
      Supplier<S3Client> client,
      Conditions conditions,
      String name,
      String prefix,
      String what,
      String where) {
    this.client = client;
    this.conditions = conditions;
    this.name = name;
    this.prefix = prefix;
    this.what = what;
    this.where = where;
  }

  /** As people know it. */
  public String where() {
    return where;
  }

  /** What it is for a store that something failed which is not an object's alone. */
  public RuntimeException away(SdkException failure) {
    return S3Failure.of(what, where, "cannot be read", failure);
  }

  /** An upload in parts that has no end yet. */
  record Unfinished(String key, String id, Instant begun) {}

  /** Bytes to be sent, as often as it takes: the first of an array. */
  record Bytes(byte[] array, int length) {
    RequestBody body() {
      return RequestBody.fromContentProvider(
          () -> new ByteArrayInputStream(array, 0, length), length, BINARY);
    }
  }

  private <T> T ask(String failing, Function<S3Client, T> request) {
    try {
      return request.apply(client.get());
    } catch (SdkException e) {
      throw S3Failure.of(what, where, failing, e);
    }
  }

  private PutObjectRequest.Builder putting(String key) {
    return PutObjectRequest.builder().bucket(name).key(prefix + key).contentType(BINARY);
  }

  /** In the place of what is there. */
  void put(String key, Bytes bytes) {
    ask(
        "cannot write " + key,
        s3 ->
            s3.putObject(putting(key).contentLength((long) bytes.length()).build(), bytes.body()));
  }

  /** Unless something is there. */
  void putNew(String key, Bytes bytes) {
    for (int conflicts = 0; conditions.areKnown() && conflicts < MOST_CONFLICTS; conflicts++) {
      try {
        var request = putting(key).contentLength((long) bytes.length()).ifNoneMatch("*").build();
        client.get().putObject(request, bytes.body());
        return;
      } catch (SdkException e) {
        int status = S3Failure.status(e);
        if (status == PRECONDITION_FAILED) {
          return;
        }
        if (status == 400 || status == 501) {
          conditions.refused(where);
        } else if (status != CONFLICT) {
          throw S3Failure.of(what, where, "cannot write " + key, e);
        }
      }
    }
    if (size(key).isEmpty()) {
      put(key, bytes);
    }
  }

  /** What is known of an object without reading it; empty if there is none. */
  public Optional<HeadObjectResponse> head(String key) {
    try {
      return Optional.of(
          client.get().headObject(request -> request.bucket(name).key(prefix + key)));
    } catch (SdkException e) {
      if (S3Failure.isMissing(e)) {
        return Optional.empty();
      }
      throw S3Failure.of(what, where, "cannot look at " + key, e);
    }
  }

  /** Bytes of an object; empty if there is none. */
  Optional<Long> size(String key) {
    return head(key).map(HeadObjectResponse::contentLength);
  }

  /** A whole object, which is small. */
  Optional<byte[]> read(String key) {
    try {
      return Optional.of(
          client
              .get()
              .getObjectAsBytes(request -> request.bucket(name).key(prefix + key))
              .asByteArrayUnsafe());
    } catch (SdkException e) {
      if (S3Failure.isMissing(e)) {
        return Optional.empty();
      }
      throw S3Failure.of(what, where, "cannot read " + key, e);
    }
  }

  /**
   * Opens an object from a byte on.
   *
   * @param version that it must be of: its ETag; empty for any
   * @throws SdkException as the server answers
   */
  public ResponseInputStream<GetObjectResponse> open(
      String key, long from, Optional<String> version) {
    return client
        .get()
        .getObject(
            request -> {
              request.bucket(name).key(prefix + key);
              if (from > 0) {
                request.range("bytes=" + from + "-");
              }
              version.ifPresent(request::ifMatch);
            });
  }

  void delete(String key) {
    ask(
        "cannot remove " + key,
        s3 -> s3.deleteObject(request -> request.bucket(name).key(prefix + key)));
  }

  /** Visits what is there behind a prefix, page by page. */
  void each(String below, Consumer<Stored> visit) {
    Optional<String> next = Optional.empty();
    do {
      var page = page(below, next);
      page.contents()
          .forEach(
              found ->
                  visit.accept(
                      new Stored(
                          found.key().substring(prefix.length()),
                          found.size(),
                          found.lastModified())));
      next = next(page);
    } while (next.isPresent());
  }

  /**
   * A page of what is there.
   *
   * @param after what the page before gave; empty for the first
   */
  public ListObjectsV2Response page(String below, Optional<String> after) {
    return ask(
        "cannot list " + below,
        s3 ->
            s3.listObjectsV2(
                request -> {
                  request.bucket(name).prefix(prefix + below).encodingType(EncodingType.URL);
                  after.ifPresent(request::continuationToken);
                }));
  }

  /** What a further page is asked for by; empty if this was the last. */
  public static Optional<String> next(ListObjectsV2Response page) {
    return Boolean.TRUE.equals(page.isTruncated())
        ? Optional.ofNullable(page.nextContinuationToken())
        : Optional.empty();
  }

  /** Uploads in parts that have no end yet. */
  List<Unfinished> unfinished(String below) {
    var all = new ArrayList<Unfinished>();
    String key = null;
    String id = null;
    boolean more = true;
    while (more) {
      var afterKey = key;
      var afterId = id;
      var page =
          ask(
              "cannot list unfinished uploads below " + below,
              s3 ->
                  s3.listMultipartUploads(
                      request ->
                          request
                              .bucket(name)
                              .prefix(prefix + below)
                              .keyMarker(afterKey)
                              .uploadIdMarker(afterId)));
      page.uploads().stream()
          // Some servers do not know the prefix here.
          .filter(upload -> upload.key().startsWith(prefix + below))
          .forEach(
              upload ->
                  all.add(
                      new Unfinished(
                          upload.key().substring(prefix.length()),
                          upload.uploadId(),
                          upload.initiated() == null ? Instant.EPOCH : upload.initiated())));
      key = page.nextKeyMarker();
      id = page.nextUploadIdMarker();
      more = Boolean.TRUE.equals(page.isTruncated()) && key != null;
    }
    return all;
  }

  /** Gives the id of a new upload in parts. */
  String begin(String key) {
    return ask(
        "cannot begin " + key,
        s3 ->
            s3.createMultipartUpload(
                    request -> request.bucket(name).key(prefix + key).contentType(BINARY))
                .uploadId());
  }

  CompletedPart part(String key, String id, int number, Bytes bytes) {
    var sent =
        ask(
            "cannot write part %d of %s".formatted(number, key),
            s3 ->
                s3.uploadPart(
                    request ->
                        request
                            .bucket(name)
                            .key(prefix + key)
                            .uploadId(id)
                            .partNumber(number)
                            .contentLength((long) bytes.length()),
                    bytes.body()));
    return CompletedPart.builder().partNumber(number).eTag(sent.eTag()).build();
  }

  /**
   * All parts are there, and become the object.
   *
   * @param size of all of them
   */
  void complete(String key, String id, List<CompletedPart> parts, long size) {
    try {
      client
          .get()
          .completeMultipartUpload(
              request ->
                  request
                      .bucket(name)
                      .key(prefix + key)
                      .uploadId(id)
                      .multipartUpload(upload -> upload.parts(parts)));
    } catch (SdkException e) {
      // An answer that was lost is asked for again, when the upload has become the object.
      if (!S3Failure.isMissing(e) || !size(key).equals(Optional.of(size))) {
        throw S3Failure.of(what, where, "cannot end " + key, e);
      }
    }
  }

  /** It may have its end already. */
  void abort(String key, String id) {
    try {
      client
          .get()
          .abortMultipartUpload(request -> request.bucket(name).key(prefix + key).uploadId(id));
    } catch (NoSuchUploadException e) {
      // Somebody has come before.
    } catch (SdkException e) {
      if (!S3Failure.isMissing(e)) {
        throw S3Failure.of(what, where, "cannot give up " + key, e);
      }
    }
  }

  /** On the server, in the place of what is there. */
  void copy(String from, String to, long size) {
    if (size > COPIED_AT_ONCE) {
      copyParts(from, to, size);
    } else {
      ask(
          "cannot copy %s to %s".formatted(from, to),
          s3 ->
              s3.copyObject(
                  request ->
                      request
                          .sourceBucket(name)
                          .sourceKey(prefix + from)
                          .destinationBucket(name)
                          .destinationKey(prefix + to)));
    }
  }

  private void copyParts(String from, String to, long size) {
    var id = begin(to);
    boolean whole = false;
    try {
      var parts = new ArrayList<CompletedPart>();
      for (long at = 0; at < size; at += COPIED_AT_ONCE) {
        var range = "bytes=%d-%d".formatted(at, Math.min(size, at + COPIED_AT_ONCE) - 1);
        parts.add(copyPart(from, to, id, parts.size() + 1, range));
      }
      complete(to, id, parts, size);
      whole = true;
    } finally {
      if (!whole) {
        giveUp(to, id);
      }
    }
  }

  private CompletedPart copyPart(String from, String to, String id, int number, String range) {
    var copied =
        ask(
            "cannot copy %s of %s to %s".formatted(range, from, to),
            s3 ->
                s3.uploadPartCopy(
                    request ->
                        request
                            .sourceBucket(name)
                            .sourceKey(prefix + from)
                            .copySourceRange(range)
                            .destinationBucket(name)
                            .destinationKey(prefix + to)
                            .uploadId(id)
                            .partNumber(number)));
    return CompletedPart.builder().partNumber(number).eTag(copied.copyPartResult().eTag()).build();
  }

  /** What cannot be given up now is swept away. */
  void giveUp(String key, String id) {
    try {
      abort(key, id);
    } catch (StorageException e) {
      LeftBehind.upload(where, key, e);
    }
  }
}
