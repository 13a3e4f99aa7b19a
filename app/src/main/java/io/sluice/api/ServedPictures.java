package io.sluice.api;

import io.sluice.server.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Serves the stored pictures. What is no JPEG was kept as it came, and is for saving alone. */
record ServedPictures(Path root, Blocking blocking) {

  Map<String, Operation> operations() {
    return Map.of("getPicture", blocking.responding(this::picture));
  }

  private HttpResponse picture(Call call) {
    var path = call.text("path");
    boolean hidden = path.startsWith(".") || path.contains("/.");
    var file = hidden ? Optional.<Path>empty() : file(path);
    if (file.isEmpty()) {
      throw Problem.of(404, "no-such-picture", "There is no picture at this path")
          .in("path")
          .remedy("GET /api/channels/ID/images tells which there are.")
          .thrown();
    }
    boolean jpeg = path.endsWith(".jpg");
    ContentType type =
        jpeg ? MediaTypes.IMAGE_JPEG.toContentType() : ContentTypes.APPLICATION_OCTET_STREAM;
    var response = HttpResponse.create().withEntity(HttpEntities.create(type, file.get()));
    return jpeg
        ? response.addHeader(RawHeader.create("Cache-Control", "private, max-age=3600"))
        : response.addHeader(RawHeader.create("Content-Disposition", "attachment"));
  }

  /** One that is below the root, also behind all links. */
  private Optional<Path> file(String path) {
    try {
      var file = root.resolve(path).normalize();
      boolean here = file.startsWith(root) && Files.isRegularFile(file);
      return Optional.of(file).filter(f -> here).filter(this::isReallyBelowRoot);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private boolean isReallyBelowRoot(Path file) {
    try {
      return file.toRealPath().startsWith(root.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }
}
