package io.sluice.api;

import io.sluice.blob.Blob;
import io.sluice.blob.BlobStore;
import io.sluice.server.Problem;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.StreamConverters;

/** Serves the stored pictures. What is no JPEG was kept as it came, and is for saving alone. */
record ServedPictures(BlobStore blobs, Blocking blocking) {

  Map<String, Operation> operations() {
    return Map.of("getPicture", blocking.responding(this::picture));
  }

  private HttpResponse picture(Call call) {
    var path = call.text("path");
    boolean hidden = path.startsWith(".") || path.contains("/.");
    var blob = hidden ? Optional.<Blob>empty() : find(blobs, "images/" + path);
    return answer(
        path,
        blob.orElseThrow(
            () ->
                Problem.of(404, "no-such-picture", "There is no picture at this path")
                    .in("path")
                    .remedy("GET /api/channels/ID/images tells which there are.")
                    .thrown()));
  }

  /** One without a byte is no picture. */
  static Optional<Blob> find(BlobStore blobs, String path) {
    return blobs.find(path).filter(blob -> blob.size() > 0);
  }

  static HttpResponse answer(String path, Blob blob) {
    boolean jpeg = path.endsWith(".jpg");
    ContentType type =
        jpeg ? MediaTypes.IMAGE_JPEG.toContentType() : ContentTypes.APPLICATION_OCTET_STREAM;
    var bytes = StreamConverters.fromInputStream(blob.opening()::open);
    var response = HttpResponse.create().withEntity(HttpEntities.create(type, blob.size(), bytes));
    return jpeg
        ? response.addHeader(RawHeader.create("Cache-Control", "private, max-age=3600"))
        : response.addHeader(RawHeader.create("Content-Disposition", "attachment"));
  }
}
