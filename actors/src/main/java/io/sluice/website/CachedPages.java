package io.sluice.website;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.blob.Sha256;
import io.sluice.ledger.website.PageCache;
import io.sluice.persistence.StorableText;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers of sites that are good for a while, for all nodes. They are written behind the back of
 * who has asked; what cannot be written in time is asked for again. Thread-safe.
 */
final class CachedPages {
  private static final Logger LOG = LoggerFactory.getLogger(CachedPages.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int AT_ONCE = 50;
  private static final long MOST_WAITING_BYTES = 32 << 20;

  /** How long an answer that may still be confirmed is kept behind its time. */
  private static final Duration KEPT = Duration.ofHours(6);

  /** In which answers come together that are written at once. */
  private static final Duration GATHERING = Duration.ofMillis(250);

  private static final Duration SWEEP = Duration.ofMinutes(5);

  private final PageCache cache;
  private final Duration goodFor;
  private final Membership known;
  private final Moment moment;
  private final Moment sweeping;
  private final Deque<PageCache.Page> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean writing;

  /**
   * @param goodFor how long; zero for no cache at all
   * @param threads which may block
   */
  CachedPages(PageCache cache, Duration goodFor, Executor threads) {
    this.cache = cache;
    this.goodFor = goodFor;
    known = new Membership(this::known, threads);
    moment = new Moment(GATHERING, threads);
    sweeping = new Moment(SWEEP, threads);
    sweepLater();
  }

  /**
   * An answer as it was.
   *
   * @param fresh whether it is as good as a new one
   */
  record Kept(int status, Map<String, String> headers, byte[] body, boolean cut, boolean fresh) {}

  /** Whether there is anything, also if it is out of date by now. */
  CompletionStage<Boolean> has(URI address) {
    return goodFor.isZero()
        ? CompletableFuture.completedFuture(false)
        : known.has(address.toString());
  }

  private Set<String> known(Set<String> addresses) {
    var byKey = new HashMap<ByteBuffer, String>();
    addresses.forEach(address -> byKey.put(ByteBuffer.wrap(key(address)), address));
    return cache.known(byKey.keySet().stream().map(ByteBuffer::array).toList()).stream()
        .map(key -> byKey.get(ByteBuffer.wrap(key)))
        .collect(Collectors.toSet());
  }

  /** What was answered. May block. */
  Optional<Kept> find(URI address, long mostBytes) {
    return cache.find(key(address.toString())).flatMap(page -> kept(address, page, mostBytes));
  }

  private static Optional<Kept> kept(URI address, PageCache.Page page, long mostBytes) {
    if (!page.address().equals(address.toString())) {
      return Optional.empty();
    }
    try {
      var headers = JSON.readValue(page.headers(), new TypeReference<Map<String, String>>() {});
      var body = PackedBody.unpack(page.body(), mostBytes);
      boolean fresh = page.expires().isAfter(Instant.now());
      return Optional.of(new Kept(page.status(), headers, body, page.cut(), fresh));
    } catch (IOException e) {
      LOG.debug("A page of the cache cannot be read: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Keeps an answer.
   *
   * @param share of the usual time that it is good for
   */
  void put(
      URI address,
      int status,
      Map<String, String> headers,
      byte[] body,
      boolean cut,
      double share) {
    if (goodFor.isZero()) {
      return;
    }
    var until = Instant.now().plusMillis((long) (goodFor.toMillis() * share));
    add(
        new PageCache.Page(
            key(address.toString()),
            address.toString(),
            until,
            status,
            json(headers),
            PackedBody.pack(body),
            cut));
  }

  private static String json(Map<String, String> headers) {
    try {
      var storable = new TreeMap<String, String>();
      headers.forEach((name, value) -> storable.put(name, StorableText.of(value)));
      return JSON.writeValueAsString(storable);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts have a JSON form", e);
    }
  }

  private static byte[] key(String address) {
    return Sha256.of(address.getBytes(StandardCharsets.UTF_8));
  }

  private synchronized void add(PageCache.Page page) {
    if (waitingBytes + page.body().length > MOST_WAITING_BYTES) {
      return;
    }
    waiting.add(page);
    waitingBytes += page.body().length;
    if (!writing) {
      writing = true;
      moment.afterwards(this::write, this::end);
    }
  }

  /** This node ends. */
  private synchronized void end(RejectedExecutionException refusal) {
    LOG.debug("{} pages are not kept: {}", waiting.size(), refusal.getMessage());
    waiting.clear();
    waitingBytes = 0;
    writing = false;
  }

  private void write() {
    for (var pages = next(); !pages.isEmpty(); pages = next()) {
      try {
        cache.put(pages);
      } catch (RuntimeException e) {
        LOG.debug("Pages are not kept: {}", e.getMessage());
      }
    }
  }

  private synchronized List<PageCache.Page> next() {
    var pages = new ArrayList<PageCache.Page>();
    while (pages.size() < AT_ONCE && !waiting.isEmpty()) {
      var page = waiting.removeFirst();
      waitingBytes -= page.body().length;
      pages.add(page);
    }
    writing = !pages.isEmpty();
    return pages;
  }

  /** Also where nothing is kept any more: what was kept has its time. */
  private void sweepLater() {
    sweeping.afterwards(this::sweep, end -> LOG.debug("Pages are not swept any more"));
  }

  private void sweep() {
    try {
      cache.sweep(KEPT);
    } catch (RuntimeException e) {
      LOG.debug("Pages are not swept: {}", e.getMessage());
    }
    sweepLater();
  }
}
