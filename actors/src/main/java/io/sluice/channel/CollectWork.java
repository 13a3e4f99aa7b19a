package io.sluice.channel;

import io.sluice.ledger.RunStart;
import io.sluice.metrics.Stage;
import io.sluice.run.Pipeline;
import io.sluice.run.Work;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run of a channel is of: its source, opened anew.
 *
 * @param afterWait whether the run before this one met with no room: then there must be some for
 *     pictures
 * @param jdbc runs what waits for the database
 */
record CollectWork(
    ChannelNode node,
    long channel,
    Channel.Collection collection,
    Extent extent,
    boolean afterWait,
    Executor jdbc)
    implements Work<Progress> {
  private static final Logger LOG = LoggerFactory.getLogger(Channel.class);

  @Override
  public String entity() {
    return Channel.ledgerName(channel);
  }

  @Override
  public void checkMayBegin() {
    if (afterWait) {
      node.blobs().checkRoom();
    }
  }

  @Override
  public void runStarted() {
    node.metrics().runs().started(extent);
  }

  @Override
  public void runEnded() {
    node.metrics().runs().ended(extent);
  }

  @Override
  public Pipeline<Progress> open(RunStart start) throws IOException {
    node.blobs().sweep(start.fence());
    var spec = collection.source();
    var source =
        node.metrics()
            .stages()
            .in(Stage.SOURCE, collection.name(), spec.location(), () -> node.sources().open(spec));
    if (start.deaths() > 0) {
      LOG.atWarn()
          .addKeyValue("channel", channel)
          .addKeyValue("run", start.fence().epoch())
          .log(
              "{}: a process died at work; photos that may be to blame go to a process of their own",
              collection.name());
    }
    return pipeline(source, start);
  }

  private <C extends Record> ChannelPipeline<C> pipeline(ChannelSource<C> source, RunStart start) {
    var settings = node.settings();
    var bytes = new BytesInWork(node.messages());
    return new ChannelPipeline<>(
        source,
        new ChannelPipeline.Part(start.fence(), start.cursor(), extent),
        settings.selection(),
        new LedgerStages<>(
            source,
            channel,
            collection.source(),
            node.ledger(),
            node.blobs(),
            settings.store(),
            jdbc,
            node.metrics().of(collection.name()),
            bytes),
        new ChannelPipeline.Photos(
            node.photos(),
            node.local(),
            settings.imageParallelism(),
            channel,
            collection.name(),
            collection.source().limit() > 0,
            new Suspects(start.deaths(), settings.store().messages())),
        bytes);
  }
}
