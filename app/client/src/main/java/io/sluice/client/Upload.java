package io.sluice.client;

import io.sluice.terminal.Printable;
import io.sluice.view.UploadView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Sends an export to a node: its files go in, what to name as a source comes out. What is there
 * whole is not sent again, so that a repeated upload goes on where the last one ended.
 */
final class Upload {
  private static final int ID_BYTES = 16;

  private final ApiClient api;
  private final ExportToSend export;
  private final String path;
  private final UploadProgress progress;

  Upload(ApiClient api, ExportToSend export, UploadProgress progress) {
    this.api = api;
    this.export = export;
    this.progress = progress;
    path = "/api/uploads/" + id(export.result().toString());
  }

  /** The same for the same place of the same machine. */
  static String id(String place) {
    try {
      var hash =
          MessageDigest.getInstance("SHA-256")
              .digest((host() + ":" + place).getBytes(StandardCharsets.UTF_8));
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
    try (var threads = new SendingThreads()) {
      for (var file : files.entrySet()) {
        threads.run(() -> put(file.getKey(), file.getValue()));
      }
      threads.await();
    }
  }

  private void put(String name, Path file) throws IOException {
    var escaped =
        Arrays.stream(name.split("/")).map(ApiClient::escaped).collect(Collectors.joining("/"));
    try {
      api.put(path + "/" + escaped, file, Files.size(file), progress::sent);
    } catch (FileSystemException | LocalFileException e) {
      throw new IOException(
          "cannot read %s: it is gone, changes or may not be read"
              .formatted(Printable.text(file.toString())),
          e);
    }
    progress.file();
  }
}
