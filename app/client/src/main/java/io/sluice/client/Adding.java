package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.words.ChannelLink;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Has a node collect: a source as a user typed it goes in, the node's answer comes out. An export
 * that the node cannot read where it lies is sent to it.
 */
final class Adding {
  private static final String UPLOADED = "upload:";
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://");
  private static final String UNREADABLE = "source-not-readable";

  private final ApiClient api;
  private final Wanted wanted;
  private final PrintWriter terminal;

  /**
   * @param terminal shows how far an upload is; null where there is none
   */
  Adding(ApiClient api, Wanted wanted, PrintWriter terminal) {
    this.api = api;
    this.wanted = wanted;
    this.terminal = terminal;
  }

  JsonNode add(String source) throws IOException, InterruptedException {
    if (isForTheNode(source)) {
      return post(request(source));
    }
    var path = path(source);
    if (path.isAbsolute() && Files.notExists(path)) {
      // It may be a path of the node's machine.
      return post(request(source));
    }
    var export = ExportToSend.at(path);
    var request = request(export.result().toString());
    request.putObject("file").put("size", export.size()).put("modified", export.modified());
    try {
      return post(request);
    } catch (ApiException e) {
      if (!e.is(UNREADABLE)) {
        throw e;
      }
      return post(request(new Upload(api, export, new UploadProgress(terminal)).send()));
    }
  }

  /** What is no path of this machine; which kinds of sources there are, the node knows. */
  private static boolean isForTheNode(String source) {
    return ChannelLink.looksLikeOne(source)
        || source.startsWith(UPLOADED)
        || ADDRESS.matcher(source).lookingAt();
  }

  private static Path path(String source) throws IOException {
    try {
      return Path.of(source);
    } catch (InvalidPathException e) {
      throw new IOException("neither a channel nor a path", e);
    }
  }

  private ObjectNode request(String source) {
    var request = NodeJson.object().put("source", source);
    if (!wanted.chats().isEmpty()) {
      wanted.chats().forEach(request.putArray("chats")::add);
    }
    if (wanted.since() != null) {
      request.put("since", wanted.since().toString());
    }
    if (wanted.limit() != null) {
      request.put("limit", wanted.limit());
    }
    if (wanted.follow() != null) {
      request.put("follow", wanted.follow());
    }
    if (wanted.interval() != null) {
      request.put("interval", wanted.interval());
    }
    return request;
  }

  private JsonNode post(ObjectNode request) throws IOException {
    return api.send("POST", "/api/channels", request);
  }
}
