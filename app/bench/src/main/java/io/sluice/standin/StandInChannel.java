package io.sluice.standin;

import io.sluice.standin.StandInPost.Kind;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One channel and the truth about it, which tests may change while it is served. All methods may be
 * called from any thread; its posts are thought up when they are first asked for.
 */
public final class StandInChannel {
  private static final int MESSAGES_A_PAGE = 20;

  private final String canonicalName;
  private final String title;
  private final int number;
  private final StandInOptions options;
  private final PhotoMaker photos;
  private final Clock clock;
  private final Map<Long, PhotoAnswer> photoAnswers = new ConcurrentHashMap<>();
  private volatile ShownAs state = ShownAs.NORMAL;
  private TreeMap<Long, List<StandInPost>> blocks;
  private long lastId;

  /**
   * @param number which no other channel has: it decides about the posts and photos
   */
  StandInChannel(
      String canonicalName,
      String title,
      int number,
      StandInOptions options,
      PhotoMaker photos,
      Clock clock) {
    this.canonicalName = canonicalName;
    this.title = title;
    this.number = number;
    this.options = options;
    this.photos = photos;
    this.clock = clock;
  }

  /**
   * @param blocks each one a message or an album, ascending
   * @param older the cursor to the page before, or null if this is the oldest
   * @param newer the cursor to the page after, or null if this is the latest
   */
  record Page(List<List<StandInPost>> blocks, Long older, Long newer) {}

  /** The name as people type it, in small letters. */
  public String name() {
    return canonicalName.toLowerCase(Locale.ROOT);
  }

  /** The name as the pages write it. */
  public String canonicalName() {
    return canonicalName;
  }

  /** The channel's number, which the pages give with a minus in {@code data-view}. */
  public long id() {
    return 1_000_000_000L + Math.floorMod(Chance.of(options.seed, number, -1), 900_000_000L);
  }

  public ShownAs state() {
    return state;
  }

  public void state(ShownAs newState) {
    state = newState;
  }

  /** Every announced message, oldest first. */
  public synchronized List<StandInPost> posts() {
    return blocks().values().stream().flatMap(List::stream).toList();
  }

  /** Adds a message of text now and returns its id. */
  public long post(String text) {
    return add(Kind.TEXT, 1, text);
  }

  /** Adds a message with a photo now and returns its id. */
  public long postPhoto(String text) {
    return add(Kind.PHOTO, 1, text);
  }

  /** Adds an album now and returns its first id; the others follow without a gap. */
  public long postAlbum(int size, String text) {
    if (size < 2 || size > 10) {
      throw new IllegalArgumentException("an album has 2 to 10 photos, not " + size);
    }
    return add(Kind.PHOTO, size, text);
  }

  /**
   * Gives a message another text and marks it as edited; of an album the first one has the text.
   */
  public synchronized void edit(long id, String newText) {
    var block = blockOf(id);
    if (block.get(0).id() != id) {
      throw new IllegalArgumentException("of an album edit " + block.get(0).id() + ", not " + id);
    }
    block.replaceAll(post -> post.edited(post.id() == id ? newText : post.text()));
  }

  /** Takes a message away without a trace, as the real site does. */
  public synchronized void delete(long id) {
    var block = blockOf(id);
    blocks.remove(block.get(0).id());
    block.removeIf(post -> post.id() == id);
    if (!block.isEmpty()) {
      blocks.put(block.get(0).id(), block);
    }
  }

  /** From now on answers so for a message's photo. */
  public void answerPhoto(long id, PhotoAnswer answer) {
    photoAnswers.put(id, answer);
  }

  /** The bytes of a message's photo, as they are served if nothing goes wrong. */
  public byte[] photoBytes(long id) {
    return photos.photo(number, id);
  }

  String title() {
    return title;
  }

  int number() {
    return number;
  }

  long subscribers() {
    return 1_000 + Math.floorMod(Chance.of(options.seed, number, -2), 90_000L);
  }

  PhotoAnswer photoAnswer(long id) {
    return photoAnswers.getOrDefault(id, new PhotoAnswer.Normal());
  }

  synchronized boolean hasPhoto(long id) {
    var entry = blocks().floorEntry(id);
    return entry != null
        && entry.getValue().stream().anyMatch(post -> post.photoIds().contains(id));
  }

  synchronized long messageCount() {
    return blocks == null ? options.messages : posts().size();
  }

  synchronized long photoCount() {
    return blocks == null
        ? PostScript.photos(options)
        : posts().stream().mapToLong(post -> post.photoIds().size()).sum();
  }

  /** The messages just before an id, just after an id, or the latest where both are null. */
  synchronized Page page(Long before, Long after) {
    var page = new ArrayList<List<StandInPost>>();
    var messages = 0;
    var source =
        after == null
            ? blocks().headMap(before == null ? Long.MAX_VALUE : before, false).descendingMap()
            : blocks().tailMap(after, false);
    for (var block : source.values()) {
      if (messages >= MESSAGES_A_PAGE) {
        break;
      }
      page.add(after == null ? 0 : page.size(), List.copyOf(block));
      messages += block.size();
    }
    if (page.isEmpty()) {
      return new Page(page, null, null);
    }
    var first = page.get(0).get(0).id();
    var last = page.get(page.size() - 1).get(0).id();
    return new Page(
        page,
        first == blocks.firstKey() ? null : (Long) first,
        last == blocks.lastKey() ? null : (Long) last);
  }

  private synchronized long add(Kind kind, int size, String text) {
    blocks();
    var first = lastId + 1;
    var block = new ArrayList<StandInPost>();
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    for (var i = 0; i < size; i++) {
      var words = i == 0 ? text : "";
      var albumId = size == 1 ? null : (Long) first;
      block.add(new StandInPost(++lastId, now, kind, words, false, "1", albumId, null, "", ""));
    }
    blocks.put(first, block);
    return first;
  }

  private List<StandInPost> blockOf(long id) {
    var entry = blocks().floorEntry(id);
    if (entry == null || entry.getValue().stream().noneMatch(post -> post.id() == id)) {
      throw new IllegalArgumentException(canonicalName + " has no message " + id);
    }
    return entry.getValue();
  }

  private TreeMap<Long, List<StandInPost>> blocks() {
    if (blocks == null) {
      blocks = new TreeMap<>();
      for (var post : new PostScript(options, canonicalName, number).write()) {
        var key = post.albumId() == null ? post.id() : post.albumId();
        blocks.computeIfAbsent(key, any -> new ArrayList<>(1)).add(post);
        lastId = post.id();
      }
    }
    return blocks;
  }
}
