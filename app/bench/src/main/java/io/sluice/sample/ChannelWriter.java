package io.sluice.sample;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;

/**
 * Writes one chat after the other into an export. A message waits in a short queue until its photo
 * has been made, because the export tells the photo's size.
 */
final class ChannelWriter {
  /** Bounds the photos under way too, so that fast thinking does not outrun slow painting. */
  private static final int LONGEST_QUEUE = 64;

  private final JsonGenerator json;
  private final Darkroom darkroom;
  private final SampleOptions options;

  ChannelWriter(JsonGenerator json, Darkroom darkroom, SampleOptions options) {
    this.json = json;
    this.darkroom = darkroom;
    this.options = options;
  }

  /**
   * @param channel counted from 0
   * @param folder relative to the export's, ending with a slash or empty
   */
  void write(int channel, String folder) throws IOException {
    if (options.photos() > 0) {
      darkroom.makeFolder(folder + "photos");
    }
    var name = name(channel);
    var id = 1_000_000_000L + Math.floorMod(Seeds.of(options.seed(), channel), 900_000_000L);
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeStringField("type", "public_channel");
    json.writeNumberField("id", id);
    json.writeArrayFieldStart("messages");
    writePosts(
        new ChannelScript(options, channel, name, folder),
        new PostWriter(json, name, "channel" + id));
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writePosts(ChannelScript script, PostWriter posts) throws IOException {
    Deque<Waiting> queue = new ArrayDeque<>();
    while (script.hasNext()) {
      var post = script.next();
      queue.add(new Waiting(post, darkroom.develop(post)));
      if (queue.size() == LONGEST_QUEUE) {
        writeFirst(queue, posts);
      }
    }
    while (!queue.isEmpty()) {
      writeFirst(queue, posts);
    }
  }

  private void writeFirst(Deque<Waiting> queue, PostWriter posts) throws IOException {
    var first = queue.remove();
    posts.write(first.post(), Workers.await(first.photoBytes()));
  }

  private String name(int channel) {
    if (channel == 0) {
      return options.name();
    }
    var names = Phrases.NEIGHBOURS;
    var round = (channel - 1) / names.size();
    return names.get((channel - 1) % names.size()) + (round == 0 ? "" : " " + (round + 1));
  }

  private record Waiting(SamplePost post, Future<Integer> photoBytes) {}
}
