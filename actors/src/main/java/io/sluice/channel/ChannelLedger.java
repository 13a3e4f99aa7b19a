package io.sluice.channel;

import io.sluice.blob.BlobStore;
import io.sluice.ledger.Runs;
import io.sluice.ledger.channel.ChannelStates;
import io.sluice.ledger.channel.ChannelStore;
import io.sluice.ledger.channel.FailedPhotos;
import io.sluice.ledger.channel.KnownPhotos;
import io.sluice.ledger.channel.Removal;
import io.sluice.persistence.Database;
import java.util.UUID;

/**
 * What channels read and write in the database.
 *
 * @param runs gives out epochs
 * @param store stores messages and photos
 * @param known which photos need no work
 * @param failed which photos are to be tried again
 * @param states where it is written how channels stand
 * @param removal removes what is stored of a channel
 */
public record ChannelLedger(
    Runs runs,
    ChannelStore store,
    KnownPhotos known,
    FailedPhotos failed,
    ChannelStates states,
    Removal removal) {

  /**
   * @param node by which runs are begun
   */
  public static ChannelLedger of(Database database, UUID node, BlobStore blobs) {
    var runs = new Runs(database, node);
    return new ChannelLedger(
        runs,
        new ChannelStore(database),
        new KnownPhotos(database),
        new FailedPhotos(database),
        new ChannelStates(database),
        new Removal(database, runs, blobs::remove));
  }
}
