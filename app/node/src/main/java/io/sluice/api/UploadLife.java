package io.sluice.api;

import io.sluice.ledger.batch.BatchList;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.channel.ChannelList;
import io.sluice.ledger.channel.ChannelRow;
import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long uploads stay: as long as a channel is collected from them, or a batch may still read
 * them; what nobody has made anything of goes a day after the last file came.
 */
final class UploadLife {
  private static final Logger LOG = LoggerFactory.getLogger(UploadLife.class);
  private static final long NOBODY = 0;

  private final DiskUploads exports;
  private final Set<UploadPlace> places;
  private final ChannelList channels;
  private final BatchList list;

  /**
   * @param exports where channels are collected from
   * @param files where batches are made of, which may be the same
   */
  UploadLife(DiskUploads exports, UploadPlace files, ChannelList channels, BatchList list) {
    this.exports = exports;
    places = new LinkedHashSet<>(List.of(exports, files));
    this.channels = channels;
    this.list = list;
  }

  /** Removes what is used by nobody, and nobody has sent to for a while. */
  void sweep() {
    each(
        (place, upload) -> {
          if (of(upload).stream().noneMatch(this::mayRead)
              && !isUsed(upload, NOBODY)
              && place.lastSent(upload).isBefore(Instant.now().minus(Uploads.KEPT))) {
            LOG.info("The upload {} is removed: nobody has made anything of it", upload);
            delete(place, upload);
          }
        });
    places.forEach(place -> looking(place, place::sweepParts));
  }

  /** Removes those whose batches need them no more. */
  void removeDone() {
    each(
        (place, upload) -> {
          var readers = of(upload);
          if (!readers.isEmpty()
              && readers.stream().noneMatch(this::mayRead)
              && !isUsed(upload, NOBODY)) {
            LOG.info("The upload {} is removed: its batch needs it no more", upload);
            delete(place, upload);
          }
        });
  }

  private void each(BiConsumer<UploadPlace, String> look) {
    for (var place : places) {
      looking(place, () -> place.names().forEach(upload -> look.accept(place, upload)));
    }
  }

  private static void looking(UploadPlace place, Runnable look) {
    try {
      look.run();
    } catch (RuntimeException e) {
      LOG.warn(
          "{} could not be looked through, and is again later: {}", place.where(), e.toString());
    }
  }

  /** The batches whose files these are. */
  private List<BatchRow> of(String upload) {
    return list.ofUpload(upload);
  }

  private boolean mayRead(BatchRow batch) {
    return switch (batch.phase()) {
      case CREATED, LISTING, RUNNING, PAUSED, FAILED -> true;
      // What failed may be tried again.
      case COMPLETED -> batch.counts().failed() + batch.counts().dead() > 0;
      // What is on its way is stored.
      case CANCELLED -> batch.inFlight();
      case REMOVING -> false;
    };
  }

  private boolean isUsed(String upload, long exceptBy) {
    return channels.hasOtherSourceIn(exports.directory(upload) + File.separator, exceptBy);
  }

  /** Removes those that a removed channel was collected from, and no other is. */
  void forget(ChannelRow removed) {
    for (var source : ChannelViews.sources(removed)) {
      var location = Path.of(source.location());
      if (location.startsWith(exports.root())) {
        var upload = exports.root().relativize(location).getName(0).toString();
        if (!isUsed(upload, removed.id())) {
          delete(exports, upload);
        }
      }
    }
  }

  /** Removes those that a removed batch was made of, and nobody else uses. */
  void forget(BatchRow removed) {
    each(
        (place, upload) -> {
          // Its row may be gone by now.
          if (removed.source().contains(UploadSources.part(upload))
              && of(upload).stream()
                  .noneMatch(other -> other.id() != removed.id() && mayRead(other))
              && !isUsed(upload, NOBODY)) {
            delete(place, upload);
          }
        });
  }

  /** Removes one of which no batch was made; what cannot be removed now is swept in the end. */
  void delete(String upload) {
    places.forEach(place -> delete(place, upload));
  }

  private static void delete(UploadPlace place, String upload) {
    try {
      place.remove(upload);
    } catch (RuntimeException e) {
      LOG.warn("The upload {} is removed later: {}", upload, e.toString());
    }
  }
}
