package io.sluice.channel;

import io.sluice.ledger.Batches;
import io.sluice.ledger.KnownPhotos;
import io.sluice.ledger.Runs;
import io.sluice.storage.PictureFiles;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What the channels of one node share.
 *
 * @param sources opens sources
 * @param runs gives out epochs
 * @param batches stores batches
 * @param known which photos need no work
 * @param files the pictures
 * @param local reads photos of this machine
 * @param photos works on photos
 * @param slots the node's places for channels
 * @param meters counts what the node does
 * @param settings how channels run
 */
public record ChannelNode(
    Sources sources,
    Runs runs,
    Batches batches,
    KnownPhotos known,
    PictureFiles files,
    LocalPhotos local,
    PhotoStage photos,
    ActorRef<Slots.Command> slots,
    Meters meters,
    ChannelSettings settings) {}
