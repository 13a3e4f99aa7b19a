package io.sluice.s3;

import io.sluice.blob.StorageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/**
 * Uploads to a bucket that come in parts: each becomes an object when it is completed, and costs
 * until then or until it is given up.
 *
 * @param bucket whose keys these are
 */
record PartedUploads(Bucket bucket) {
  /** What is copied in one request; more is copied by parts. */
  static final long COPIED_AT_ONCE = 256L << 20;

  /** An upload in parts that has no end yet. */
  record Unfinished(String key, String id, Instant begun) {}

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
          bucket.ask(
              "cannot list unfinished uploads below " + below,
              s3 ->
                  s3.listMultipartUploads(
                      request ->
                          request
                              .bucket(bucket.name())
                              .prefix(bucket.full(below))
                              .keyMarker(afterKey)
                              .uploadIdMarker(afterId)));
      page.uploads().stream()
          // Some servers do not know the prefix here.
          .filter(upload -> upload.key().startsWith(bucket.full(below)))
          .forEach(
              upload ->
                  all.add(
                      new Unfinished(
                          bucket.own(upload.key()),
                          upload.uploadId(),
                          upload.initiated() == null ? Instant.EPOCH : upload.initiated())));
      key = page.nextKeyMarker();
      id = page.nextUploadIdMarker();
      more = Boolean.TRUE.equals(page.isTruncated()) && key != null;
    }
    return all;
  }

  /**
   * Gives the id of a new upload in parts.
   *
   * @param marks that the object will bear
   */
  String begin(String key, Map<String, String> marks) {
    return bucket.ask(
        "cannot begin " + key,
        s3 ->
            s3.createMultipartUpload(
                    request ->
                        request
                            .bucket(bucket.name())
                            .key(bucket.full(key))
                            .metadata(marks)
                            .contentType(Bucket.BINARY))
                .uploadId());
  }

  CompletedPart part(String key, String id, int number, Bucket.Bytes bytes) {
    var sent =
        bucket.ask(
            "cannot write part %d of %s".formatted(number, key),
            s3 ->
                s3.uploadPart(
                    request ->
                        request
                            .bucket(bucket.name())
                            .key(bucket.full(key))
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
      bucket
          .client()
          .completeMultipartUpload(
              request ->
                  request
                      .bucket(bucket.name())
                      .key(bucket.full(key))
                      .uploadId(id)
                      .multipartUpload(upload -> upload.parts(parts)));
    } catch (SdkException e) {
      // An answer that was lost is asked for again, when the upload has become the object.
      if (!S3Failure.isMissing(e) || !bucket.size(key).equals(Optional.of(size))) {
        throw bucket.failed("cannot end " + key, e);
      }
    }
  }

  /** It may have its end already. */
  void abort(String key, String id) {
    try {
      bucket
          .client()
          .abortMultipartUpload(
              request -> request.bucket(bucket.name()).key(bucket.full(key)).uploadId(id));
    } catch (NoSuchUploadException e) {
      // Somebody has come before.
    } catch (SdkException e) {
      if (!S3Failure.isMissing(e)) {
        throw bucket.failed("cannot give up " + key, e);
      }
    }
  }

  /** On the server, in the place of what is there. */
  void copy(String from, String to, long size, Map<String, String> marks) {
    var id = begin(to, marks);
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
        bucket.ask(
            "cannot copy %s of %s to %s".formatted(range, from, to),
            s3 ->
                s3.uploadPartCopy(
                    request ->
                        request
                            .sourceBucket(bucket.name())
                            .sourceKey(bucket.full(from))
                            .copySourceRange(range)
                            .destinationBucket(bucket.name())
                            .destinationKey(bucket.full(to))
                            .uploadId(id)
                            .partNumber(number)));
    return CompletedPart.builder().partNumber(number).eTag(copied.copyPartResult().eTag()).build();
  }

  /** What cannot be given up now is swept away. */
  void giveUp(String key, String id) {
    try {
      abort(key, id);
    } catch (StorageException e) {
      LeftBehind.upload(bucket.where(), key, e);
    }
  }
}
