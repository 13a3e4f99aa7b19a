package io.sluice.telegram.preview;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sluice.origin.Priority;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the address that a photo has now on the page that shows it. Pages that name one photo name
 * its neighbours too, so those of a channel are asked for one after another, and kept for a while.
 */
final class PhotoAddresses {
  private static final int REMEMBERED = 10_000;
  private static final Duration FRESH = Duration.ofMinutes(5);

  private final PreviewSite site;
  private final Cache<String, URI> found =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(FRESH).build();
  private final Map<String, CompletableFuture<Optional<URI>>> last = new ConcurrentHashMap<>();

  PhotoAddresses(PreviewSite site) {
    this.site = site;
  }

  /** Empty if its post is gone; the errand's own address if it has no other. */
  CompletionStage<Optional<URI>> now(PhotoErrand errand) {
    var turn = new CompletableFuture<Optional<URI>>();
    var before = last.put(errand.channel(), turn);
    (before == null ? CompletableFuture.<Void>completedFuture(null) : before)
        .handle((done, failure) -> lookUp(errand))
        .thenCompose(address -> address)
        .whenComplete(
            (address, failure) -> {
              last.remove(errand.channel(), turn);
              if (failure == null) {
                turn.complete(address);
              } else {
                turn.completeExceptionally(failure);
              }
            });
    return turn;
  }

  private CompletionStage<Optional<URI>> lookUp(PhotoErrand errand) {
    var known = found.getIfPresent(key(errand.channel(), errand.photo().message()));
    if (known != null && !known.equals(errand.asked())) {
      return CompletableFuture.completedFuture(Optional.of(known));
    }
    var before = OptionalLong.of(errand.photo().postEnd() + 1);
    return site.history(
            new PreviewSite.Query(errand.channel(), before, Priority.BACKFILL, true, true))
        .thenApply(
            page -> {
              remember(errand.channel(), page);
              return Optional.ofNullable(
                  found.getIfPresent(key(errand.channel(), errand.photo().message())));
            });
  }

  private void remember(String channel, PreviewPage page) {
    if (page instanceof PreviewPage.Posts posts) {
      posts.posts().stream()
          .flatMap(post -> post.photos().stream())
          .forEach(photo -> found.put(key(channel, photo.messageId()), photo.url()));
    }
  }

  private static String key(String channel, long message) {
    return channel + "/" + message;
  }
}
