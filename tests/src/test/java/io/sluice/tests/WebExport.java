package io.sluice.tests;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.standin.StandInChannel;
import io.sluice.standin.StandInPost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Telegram Desktop would have exported of a stand-in's channel. */
final class WebExport {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WebExport() {}

  /** Writes the export of these messages into a new directory. */
  static void write(Path directory, StandInChannel channel, List<StandInPost> posts)
      throws IOException {
    var photos = Files.createDirectories(directory.resolve("photos"));
    var chat = JSON.createObjectNode();
    chat.put("name", "Harbour & News").put("type", "public_channel").put("id", channel.id());
    var messages = chat.putArray("messages");
    for (var post : posts) {
      messages.add(message(channel, post));
      for (var id : post.photoIds()) {
        Files.write(photos.resolve(id + ".jpg"), channel.photoBytes(id));
      }
    }
    JSON.writeValue(directory.resolve("result.json").toFile(), chat);
  }

  private static ObjectNode message(StandInChannel channel, StandInPost post) {
    var seconds = Long.toString(post.sentAt().getEpochSecond());
    var date = post.sentAt().toString().replace("Z", "");
    var message = JSON.createObjectNode().put("id", post.id()).put("type", "message");
    message.put("date", date).put("date_unixtime", seconds);
    if (post.edited()) {
      message.put("edited", date).put("edited_unixtime", seconds);
    }
    message.put("from", "Harbour & News").put("from_id", "channel" + channel.id());
    post.photoIds()
        .forEach(
            id ->
                message.put("photo", "photos/" + id + ".jpg").put("width", 320).put("height", 213));
    message.put("text", post.text());
    message.putArray("text_entities").addObject().put("type", "plain").put("text", post.text());
    return message;
  }
}
