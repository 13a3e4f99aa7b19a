package io.sluice.sample;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Thinks up a channel's messages one after the other, oldest first, exactly as many messages and
 * photos as were asked for. Nothing is kept but the ids that a later message may answer.
 */
final class ChannelScript implements Iterator<SamplePost> {
  /** The exporting computer's zone: an hour off UTC, so that mixing the two up is seen. */
  static final ZoneOffset ZONE = ZoneOffset.ofHours(1);

  private static final Instant FIRST = Instant.parse("2019-03-02T06:12:45Z");
  private static final int SIX_YEARS_SECONDS = 6 * 365 * 86_400;
  private static final int LONGEST_MEAN_GAP_SECONDS = 8 * 3_600;
  private static final int ANSWERABLE = 30;

  private final String name;
  private final Random random;
  private final PhotoPlan photos;
  private final Clips clips;
  private final boolean signed;
  private final int meanGapSeconds;
  private final Deque<SamplePost> ready = new ArrayDeque<>();
  private final Deque<Long> answerable = new ArrayDeque<>();
  private int messagesLeft;
  private long id;
  private Instant date = FIRST;

  /**
   * @param channel counted from 0
   * @param folder where the channel's photos go, ending with a slash or empty
   */
  ChannelScript(SampleOptions options, int channel, String name, String folder) {
    this.name = name;
    this.random = Seeds.random(options.seed(), channel);
    this.photos = new PhotoPlan(options, channel, folder, random);
    this.clips = new Clips(random);
    this.signed = random.nextBoolean();
    this.messagesLeft = options.messages();
    this.meanGapSeconds =
        Math.min(LONGEST_MEAN_GAP_SECONDS, 1 + SIX_YEARS_SECONDS / options.messages());
  }

  @Override
  public boolean hasNext() {
    return messagesLeft > 0 || !ready.isEmpty();
  }

  @Override
  public SamplePost next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (ready.isEmpty()) {
      thinkUp();
    }
    return ready.remove();
  }

  private void thinkUp() {
    if (id == 0) {
      add(new SamplePost.Service(nextId(), date, "create_channel", name, 0));
      return;
    }
    date = date.plusSeconds(1 + random.nextInt(2 * meanGapSeconds));
    if (random.nextInt(12) == 0) {
      id += 1 + random.nextInt(3); // as where a message was deleted
    }
    var album = photos.next(messagesLeft);
    if (album > 0) {
      addAlbum(album);
    } else {
      addOther();
    }
  }

  /** An export does not say what an album is: its photos share the second, the first has words. */
  private void addAlbum(int size) {
    var local = LocalDateTime.ofInstant(date, ZONE);
    add(message(new SamplePost.Photo(photos.order(local)), NewsText.caption(random)));
    for (var i = 1; i < size; i++) {
      add(bare(new SamplePost.Photo(photos.order(local))));
    }
  }

  private void addOther() {
    switch (random.nextInt(60)) {
      case 0, 1 -> add(new SamplePost.Service(nextId(), date, "pin_message", "", earlierOr0()));
      case 2 -> add(new SamplePost.Service(nextId(), date, "group_call", "", 0));
      case 3, 4 -> add(bare(clips.poll()));
      case 5, 6 -> add(message(clips.film(), NewsText.caption(random)));
      case 7 -> add(bare(clips.spokenNote()));
      default -> add(message(new SamplePost.Nothing(), NewsText.post(random)));
    }
  }

  private SamplePost message(SamplePost.Media media, List<TextPart> text) {
    var replyTo = random.nextInt(9) == 0 ? earlierOr0() : 0;
    var forwardedFrom = random.nextInt(25) == 0 ? NewsText.pick(random, Phrases.NEIGHBOURS) : "";
    var editedAfter = random.nextInt(14) == 0 ? 20 + random.nextInt(9_000) : 0;
    var message =
        new SamplePost.Message(
            nextId(),
            date,
            editedAfter,
            author(),
            forwardedFrom,
            replyTo,
            media,
            text,
            reactions());
    remember(message.id());
    return message;
  }

  private SamplePost bare(SamplePost.Media media) {
    return new SamplePost.Message(nextId(), date, 0, author(), "", 0, media, List.of(), List.of());
  }

  private String author() {
    return signed ? NewsText.pick(random, Phrases.AUTHORS) : "";
  }

  private List<SamplePost.Reaction> reactions() {
    return Stream.generate(() -> NewsText.pick(random, Phrases.EMOJI))
        .limit(Math.max(0, random.nextInt(6) - 3))
        .distinct()
        .map(emoji -> new SamplePost.Reaction(emoji, 1 + random.nextInt(70)))
        .toList();
  }

  private void add(SamplePost post) {
    ready.add(post);
    messagesLeft--;
  }

  private long nextId() {
    return ++id;
  }

  private void remember(long answerableId) {
    answerable.add(answerableId);
    if (answerable.size() > ANSWERABLE) {
      answerable.remove();
    }
  }

  private long earlierOr0() {
    return answerable.isEmpty()
        ? 0
        : answerable.stream().skip(random.nextInt(answerable.size())).findFirst().orElseThrow();
  }
}
