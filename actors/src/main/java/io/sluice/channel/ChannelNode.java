package io.sluice.channel;

import io.sluice.blob.BlobStore;
import io.sluice.http.ByteBudget;
import io.sluice.metrics.NodeMetrics;
import io.sluice.photo.LocalPhotos;
import io.sluice.photo.PhotoStage;
import io.sluice.run.Places;
import io.sluice.run.RunNode;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What the channels of one node share.
 *
 * @param sources opens sources
 * @param ledger what they read and write in the database
 * @param blobs the pictures
 * @param local reads photos of this machine
 * @param photos works on photos
 * @param messages memory that messages in work may take
 * @param runs what runs share
 * @param places the node's places for channels
 * @param metrics what the node measures
 * @param settings how channels run
 */
public record ChannelNode(
    SourceOpener sources,
    ChannelLedger ledger,
    BlobStore blobs,
    LocalPhotos local,
    PhotoStage photos,
    ByteBudget messages,
    RunNode runs,
    ActorRef<Places.Command> places,
    NodeMetrics metrics,
    ChannelSettings settings) {}
