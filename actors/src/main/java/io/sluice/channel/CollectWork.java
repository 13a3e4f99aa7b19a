package io.sluice.channel;

import io.sluice.ledger.RunStart;
import io.sluice.metrics.Stage;
import io.sluice.run.Pipeline;
import io.sluice.run.Work;
import java.io.IOException;
import java.util.Set;
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
      node.files().checkRoom();
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
    var drafts = node.files().sweep(channel, start.fence().epoch());
    // A run that only failed leaves drafts too, but no photo is to blame for that.
    var suspects = start.deaths() > 0 ? drafts : Set.<String>of();
    var spec = collection.source();
    var source =
        node.metrics()
            .stages()
            .in(Stage.SOURCE, collection.name(), spec.location(), () -> node.sources().open(spec));
    if (!suspects.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("channel", channel)
          .addKeyValue("run", start.fence().epoch())
          .log(
              "{}: a process died while photos {} were in work: each goes to a process of its own",
              collection.name(),
              suspects);
    }
    return pipeline(source, start, suspects);
  }

  private <C extends Record> ChannelPipeline<C> pipeline(
      ChannelSource<C> source, RunStart start, Set<String> suspects) {
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
            node.files(),
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
            suspects),
        bytes);
  }
}
