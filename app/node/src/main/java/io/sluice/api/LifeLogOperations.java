package io.sluice.api;

import io.sluice.batch.Batch;
import io.sluice.channel.Channel;
import io.sluice.run.LifeLog;
import io.sluice.run.LifeLog.Happened;
import io.sluice.server.Json;
import io.sluice.view.LifeLogView;
import java.util.Map;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** What has happened to a channel or a batch, as its journal tells it, page by page. */
final class LifeLogOperations {
  private static final String LIST = "log";

  private final LifeLog lives;
  private final ChannelOperations channels;
  private final BatchOperations batches;
  private final Blocking blocking;

  LifeLogOperations(
      LifeLog lives, ChannelOperations channels, BatchOperations batches, Blocking blocking) {
    this.lives = lives;
    this.channels = channels;
    this.batches = batches;
    this.blocking = blocking;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "listChannelLog",
        blocking.answering(call -> page(call, Channel.KEY, channels.row(call).id())),
        "listBatchLog",
        blocking.answering(call -> page(call, Batch.KEY, batches.row(call).id())));
  }

  private LifeLogView page(Call call, EntityTypeKey<?> key, long id) {
    var list = LIST + key.name();
    long before = PageToken.place(call, list, Long::parseLong, Long.MAX_VALUE);
    var events = lives.before(key, id, before, call.limit());
    return new LifeLogView(
        events.stream().map(LifeLogOperations::view).toList(),
        PageToken.next(call, list, events, Happened::number));
  }

  private static LifeLogView.Entry view(Happened event) {
    return new LifeLogView.Entry(
        event.number(),
        Json.time(event.at()),
        event.word(),
        event.about().isEmpty() ? null : event.about());
  }
}
