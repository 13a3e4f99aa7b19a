package io.sluice.client;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sluice.view.MissingFilesView;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sends files to a node as they are found: some hundred at a time it asks which of them the node
 * lacks, and sends these. What an earlier process has sent of the same files is not sent again.
 */
final class FileUpload implements FilesToSend.Taker {
  private static final int MOST_FILES = 500;
  private static final int MOST_CHARS = 500_000;

  /** How often a file is sent that is edited meanwhile. */
  private static final int MOST_TRIES = 3;

  /** What a node says of one file alone. */
  private static final Set<String> REFUSALS =
      Set.of("wrong-path", "name-taken", "wrong-parameter", "address-too-long", "too-large");

  private final ApiClient api;
  private final String path;
  private final UploadProgress progress;
  private final SentFiles sent = new SentFiles();
  private final List<Found> found = new ArrayList<>();
  private int chars;
  private SendingThreads threads;

  /** A file that is there, and how it was when it was found. */
  private record Found(String path, Path file, FileState state) {}

  /**
   * @param upload its name
   */
  FileUpload(ApiClient api, String upload, UploadProgress progress) {
    this.api = api;
    this.progress = progress;
    path = "/api/uploads/" + upload;
  }

  /** Sends all; when it returns, the node has them. */
  SentFiles send(FilesToSend files) throws IOException, InterruptedException {
    progress.start(0, 0);
    try (var open = new SendingThreads()) {
      threads = open;
      files.each(this);
      sendFound();
      open.await();
    } finally {
      progress.end();
    }
    return sent;
  }

  @Override
  public void take(String name, Path file) throws IOException, InterruptedException {
    try {
      found.add(new Found(name, file, FileState.of(file)));
      chars += name.length();
    } catch (IOException e) {
      notSent(e);
    }
    if (found.size() == MOST_FILES || chars > MOST_CHARS) {
      sendFound();
    }
  }

  @Override
  public void passOver(String reason, long count, boolean isLoss) {
    sent.notSent(reason, count, isLoss);
  }

  /** The first time it also begins the upload, for which an empty list is enough. */
  private void sendFound() throws IOException, InterruptedException {
    var missing = new TreeSet<>(ask(found).missing());
    for (int i = 0; i < found.size(); i++) {
      if (missing.contains(i)) {
        var file = found.get(i);
        progress.found(1, file.state().size());
        threads.run(() -> put(file));
      } else {
        sent.there();
      }
    }
    found.clear();
    chars = 0;
  }

  private MissingFilesView ask(List<Found> files) throws IOException {
    var body = NodeJson.object();
    var list = body.putArray("files");
    files.forEach(file -> add(list, file));
    return NodeJson.read(api.send("POST", path, body), MissingFilesView.class);
  }

  private static void add(ArrayNode list, Found file) {
    list.addObject()
        .put("path", file.path())
        .put("size", file.state().size())
        .put("modified", file.state().millis());
  }

  private void put(Found file) throws IOException {
    try {
      var state = file.state();
      for (int tries = 0; tries < MOST_TRIES; tries++) {
        if (isPut(file, state)) {
          sent.sent(state.size());
          progress.file();
          return;
        }
        state = FileState.of(file.file());
      }
      throw new LocalFileException("changed", null);
    } catch (ApiException e) {
      if (!REFUSALS.stream().anyMatch(e::is)) {
        throw e;
      }
      sent.notSent("refused by the node", 1, true);
    } catch (AwayException e) {
      // A node that does not take so much answers before all is sent, and Java does not listen.
      ask(List.of(file));
      throw e;
    } catch (IOException e) {
      notSent(e);
    }
  }

  /** Whether the file is still what was sent. */
  private boolean isPut(Found file, FileState state) throws IOException {
    try {
      api.put(
          "%s?path=%s&modified=%d"
              .formatted(path, ApiClient.escapedPath(file.path()), state.millis()),
          file.file(),
          state.size(),
          progress::sent);
      return state.isNowOf(file.file());
    } catch (LocalFileException e) {
      if (state.isNowOf(file.file())) {
        throw e;
      }
      return false;
    }
  }

  private void notSent(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      sent.notSent("gone", 1, false);
    } else if (failure instanceof AccessDeniedException) {
      sent.notSent("unreadable file", 1, true);
    } else {
      sent.notSent(
          failure instanceof LocalFileException ? failure.getMessage() : "unreadable file",
          1,
          true);
    }
  }
}
