package io.sluice.api;

import io.sluice.blob.BlobStore;
import io.sluice.ledger.file.SentPieces;
import io.sluice.s3.SentObjects;
import io.sluice.settings.FileMode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Where what is sent lies: exports on a disk, since channels are collected from directories; files
 * for batches there too, or in the bucket of the store.
 *
 * @param place of files
 * @param store takes them in
 * @param pieces of those that come in pieces
 */
record UploadPlaces(
    DiskUploads exports,
    UploadStore exportStore,
    UploadPlace place,
    UploadStore store,
    PieceFiles pieces) {

  /**
   * The disk of a node.
   *
   * @param images beside which uploads lie
   * @param mode of what is made there
   * @param leastFree bytes of it that must stay free
   */
  record Disk(Path root, BlobStore images, FileMode mode, long leastFree) {}

  /**
   * @param bucket of the store, if it has files
   */
  static UploadPlaces of(
      Disk disk,
      Optional<SentObjects> bucket,
      SentPieces rows,
      ActorSystem<?> system,
      Blocking blocking) {
    var room = new Room(disk.root(), disk.leastFree());
    var exports = new DiskUploads(disk.root(), disk.images(), disk.mode(), room);
    var store = new DiskStore(exports, disk.images(), disk.mode(), room, system, blocking);
    return bucket
        .map(objects -> inBucket(exports, store, objects, rows, system, blocking))
        .orElseGet(
            () ->
                new UploadPlaces(
                    exports,
                    store,
                    exports,
                    store,
                    new DiskPieces(exports, disk.images(), disk.mode(), store, blocking)));
  }

  private static UploadPlaces inBucket(
      DiskUploads exports,
      DiskStore exportStore,
      SentObjects objects,
      SentPieces rows,
      ActorSystem<?> system,
      Blocking blocking) {
    var place = new ObjectUploads(objects, rows);
    return new UploadPlaces(
        exports,
        exportStore,
        place,
        new ObjectStore(place, objects, system),
        new ObjectPieces(place, objects, rows, system, blocking));
  }

  /** The files of an upload, whatever it is for. */
  Stream<UploadPlace.Found> files(String upload) {
    return exports == place
        ? place.files(upload)
        : Stream.concat(exports.files(upload), place.files(upload));
  }
}
