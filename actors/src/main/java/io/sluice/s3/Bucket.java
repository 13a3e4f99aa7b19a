package io.sluice.s3;

import io.sluice.blob.Stored;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * A bucket, or what lies in it behind a prefix: keys go in without the prefix, and come out so.
 * What the server cannot do is a {@link io.sluice.blob.StorageException}. Thread-safe; all block.
 */
public final class Bucket {
  static final String BINARY = "application/octet-stream";
  private static final int BAD_REQUEST = 400;
  private static final int NOT_IMPLEMENTED = 501;
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

  /** Bytes to be sent, as often as it takes: the first of an array. */
  record Bytes(byte[] array, int length) {
    RequestBody body() {
      return RequestBody.fromContentProvider(
          () -> new ByteArrayInputStream(array, 0, length), length, BINARY);
    }
  }

  <T> T ask(String failing, Function<S3Client, T> request) {
    try {
      return request.apply(client.get());
    } catch (SdkException e) {
      throw failed(failing, e);
    }
  }

  RuntimeException failed(String failing, SdkException failure) {
    return S3Failure.of(what, where, failing, failure);
  }

  /** Uploads to it that come in parts. */
  PartedUploads parts() {
    return new PartedUploads(this);
  }

  S3Client client() {
    return client.get();
  }

  String name() {
    return name;
  }

  /** As the server knows it. */
  String full(String key) {
    return prefix + key;
  }

  /** As it is known here. */
  String own(String fullKey) {
    return fullKey.substring(prefix.length());
  }

  private PutObjectRequest.Builder putting(String key) {
    return PutObjectRequest.builder().bucket(name).key(prefix + key).contentType(BINARY);
  }

  /** In the place of what is there. */
  void put(String key, Bytes bytes) {
    put(key, bytes, Map.of());
  }

  /**
   * In the place of what is there.
   *
   * @param marks that the object bears
   */
  void put(String key, Bytes bytes, Map<String, String> marks) {
    ask(
        "cannot write " + key,
        s3 ->
            s3.putObject(
                putting(key).metadata(marks).contentLength((long) bytes.length()).build(),
                bytes.body()));
  }

  /** Unless something is there. */
  void putNew(String key, Bytes bytes) {
    for (int tries = 0; conditions.areKnown() && tries < MOST_CONFLICTS; tries++) {
      try {
        var request = putting(key).contentLength((long) bytes.length()).ifNoneMatch("*").build();
        client.get().putObject(request, bytes.body());
        return;
      } catch (SdkException e) {
        int status = S3Failure.status(e);
        if (status == PRECONDITION_FAILED && isThere(key, bytes)) {
          return;
        }
        if ((status == BAD_REQUEST || status == NOT_IMPLEMENTED)
            && S3Failure.trouble(e).isEmpty()) {
          conditions.refused(where);
        } else if (status != CONFLICT && status != PRECONDITION_FAILED) {
          throw failed("cannot write " + key, e);
        }
      }
    }
    if (!isThere(key, bytes)) {
      put(key, bytes);
    }
  }

  /** What was cut off by a server that died is not. */
  private boolean isThere(String key, Bytes bytes) {
    return size(key).equals(Optional.of((long) bytes.length()));
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
      throw failed("cannot look at " + key, e);
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
      throw failed("cannot read " + key, e);
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
    objects(below).forEach(visit);
  }

  /** What is there behind a prefix; a page is asked for when its turn has come. */
  Stream<Stored> objects(String below) {
    return Stream.iterate(
            Optional.of(page(below, Optional.empty())),
            Optional::isPresent,
            before -> before.flatMap(Bucket::next).map(next -> page(below, Optional.of(next))))
        .flatMap(page -> page.orElseThrow().contents().stream())
        .map(found -> new Stored(own(found.key()), found.size(), found.lastModified()));
  }

  /** Words behind a prefix that end before a slash, each once. */
  Set<String> directories(String below) {
    var all = new TreeSet<String>();
    Optional<String> next = Optional.empty();
    do {
      var after = next;
      var page = ask("cannot list " + below, s3 -> s3.listObjectsV2(listing(below, after, "/")));
      page.commonPrefixes().stream()
          .map(found -> own(found.prefix()).substring(below.length()))
          .forEach(word -> all.add(word.substring(0, word.length() - 1)));
      next = next(page);
    } while (next.isPresent());
    return all;
  }

  private ListObjectsV2Request listing(String below, Optional<String> after, String delimiter) {
    return ListObjectsV2Request.builder()
        .bucket(name)
        .prefix(prefix + below)
        .delimiter(delimiter)
        .encodingType(EncodingType.URL)
        .continuationToken(after.orElse(null))
        .build();
  }

  /**
   * A page of what is there.
   *
   * @param after what the page before gave; empty for the first
   */
  public ListObjectsV2Response page(String below, Optional<String> after) {
    return ask("cannot list " + below, s3 -> s3.listObjectsV2(listing(below, after, null)));
  }

  /** What a further page is asked for by; empty if this was the last. */
  public static Optional<String> next(ListObjectsV2Response page) {
    return Boolean.TRUE.equals(page.isTruncated())
        ? Optional.ofNullable(page.nextContinuationToken())
        : Optional.empty();
  }

  /** On the server, in the place of what is there. */
  void copy(String from, String to, long size) {
    copy(from, to, size, Map.of());
  }

  /**
   * On the server, in the place of what is there.
   *
   * @param marks that it bears
   */
  void copy(String from, String to, long size, Map<String, String> marks) {
    if (size > PartedUploads.COPIED_AT_ONCE) {
      parts().copy(from, to, size, marks);
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
}
