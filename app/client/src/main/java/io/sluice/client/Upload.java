package io.sluice.client;

import io.sluice.view.UploadView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Sends an export to a node: its files go in, what to name as a source comes out. What is there
 * whole is not sent again, so that a repeated upload goes on where the last one ended.
 */
final class Upload {
  private static final int CONNECTIONS = 4;
  private static final int ID_BYTES = 16;

  private final ApiClient api;
  private final ExportToSend export;
  private final String path;
  private final UploadProgress progress;

  Upload(ApiClient api, ExportToSend export, UploadProgress progress) {
    this.api = api;
    this.export = export;
    this.progress = progress;
    path = "/api/uploads/" + id(export.result());
  }

  /** The same for the same file of the same machine. */
  static String id(Path result) {
    var place = host() + ":" + result;
    try {
      var hash =
          MessageDigest.getInstance("SHA-256").digest(place.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, ID_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java has SHA-256", e);
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  /** The source to name to the node, once all is there. */
  String send() throws IOException, InterruptedException {
    var there = api.get(path, UploadView.class);
    var sizes =
        there.files().stream()
            .collect(
                Collectors.toMap(
                    UploadView.UploadedFile::path,
                    UploadView.UploadedFile::size,
                    (one, same) -> one));
    var root = export.result().toRealPath().getParent();
    var missing = new LinkedHashMap<String, Path>();
    long bytes = 0;
    for (var photo : export.photos()) {
      var file = root.resolve(photo);
      long size = Files.size(file);
      if (!Long.valueOf(size).equals(sizes.get(photo))) {
        missing.put(photo, file);
        bytes += size;
      }
    }
    boolean resultToo =
        !missing.isEmpty() || !Long.valueOf(export.size()).equals(sizes.get(ExportToSend.RESULT));
    progress.start(missing.size() + (resultToo ? 1 : 0), bytes + (resultToo ? export.size() : 0));
    try {
      sendAll(missing);
      if (resultToo) {
        put(ExportToSend.RESULT, export.result());
      }
    } finally {
      progress.end();
    }
    return there.source();
  }

  private void sendAll(Map<String, Path> files) throws IOException, InterruptedException {
    var threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      var sent = new ExecutorCompletionService<Void>(threads);
      var rest = files.entrySet().iterator();
      int running = 0;
      while (rest.hasNext() || running > 0) {
        if (rest.hasNext() && running < CONNECTIONS) {
          var file = rest.next();
          sent.submit(
              () -> {
                put(file.getKey(), file.getValue());
                return null;
              });
          running++;
        } else {
          sent.take().get();
          running--;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private void put(String name, Path file) throws IOException {
    var escaped =
        Arrays.stream(name.split("/")).map(ApiClient::escaped).collect(Collectors.joining("/"));
    api.put(path + "/" + escaped, file, progress::sent);
    progress.file();
  }
}
