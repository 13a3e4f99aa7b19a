package io.sluice.sample;

import io.sluice.sample.SamplePost.Answer;
import io.sluice.sample.SamplePost.Clip;
import io.sluice.sample.SamplePost.Poll;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Makes up what a message can show besides photos: films, spoken notes and polls. */
final class Clips {
  private final Random random;
  private int films;

  Clips(Random random) {
    this.random = random;
  }

  Clip film() {
    films++;
    var seconds = 4 + random.nextInt(120);
    var bytes = seconds * (90_000 + random.nextInt(160_000));
    return new Clip("video_file", "VID_" + films + ".mp4", "video/mp4", bytes, seconds, 1280, 720);
  }

  Clip spokenNote() {
    var seconds = 2 + random.nextInt(90);
    var bytes = seconds * (3_500 + random.nextInt(800));
    return new Clip("voice_message", "", "audio/ogg", bytes, seconds, 0, 0);
  }

  Poll poll() {
    var question = "Where should we hold the " + NewsText.fill(random, "event") + "?";
    List<Answer> answers =
        Stream.generate(() -> NewsText.phrase(random, "place"))
            .distinct()
            .limit(2 + random.nextInt(3))
            .map(place -> new Answer(place, random.nextInt(60)))
            .toList();
    return new Poll(question, answers, random.nextBoolean());
  }
}
