package io.sluice.api;

import io.sluice.channel.Channel;
import io.sluice.ledger.channel.ChannelList;
import io.sluice.ledger.channel.ChannelRow;
import io.sluice.ledger.channel.FailedPhotos;
import io.sluice.ledger.channel.PhotoOutcome;
import io.sluice.persistence.Database;
import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import io.sluice.view.ChannelDetailsView;
import io.sluice.view.ChannelView;
import io.sluice.view.ChannelsView;
import io.sluice.view.RetriedView;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.pattern.StatusReply;

/** What the API does with channels that there are. */
final class ChannelOperations {
  private static final String LIST = "channels";
  private static final int NO_CONTENT = 204;
  private static final int ACCEPTED = 202;

  private final ChannelList channels;
  private final FailedPhotos failed;
  private final EntityRequests<Channel.Command, Channel.Update> requests;
  private final Rates rates;
  private final Database database;
  private final UnaryOperator<String> alias;
  private final Consumer<ChannelRow> removed;
  private final Blocking blocking;

  /**
   * @param alias by which a channel is known that somebody names
   * @param removed told of each channel that is removed
   */
  ChannelOperations(
      ChannelList channels,
      FailedPhotos failed,
      EntityRequests<Channel.Command, Channel.Update> requests,
      Rates rates,
      Database database,
      UnaryOperator<String> alias,
      Consumer<ChannelRow> removed,
      Blocking blocking) {
    this.channels = channels;
    this.failed = failed;
    this.requests = requests;
    this.rates = rates;
    this.database = database;
    this.alias = alias;
    this.removed = removed;
    this.blocking = blocking;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "listChannels",
        blocking.answering(this::list),
        "getChannel",
        blocking.answering(this::details),
        "pauseChannel",
        call -> changed(call, Channel.Pause::new),
        "resumeChannel",
        call -> changed(call, Channel.Resume::new),
        "retryChannel",
        this::retry,
        "removeChannel",
        this::remove);
  }

  private ChannelsView list(Call call) {
    long after = PageToken.place(call, LIST, Long::parseLong, 0L);
    if (call.optional("name").isPresent()) {
      return new ChannelsView(
          channels.named(call.text("name"), alias.apply(call.text("name"))).stream()
              .filter(row -> call.optional("state").map(row.state()::equals).orElse(true))
              .filter(row -> row.id() > after)
              .map(this::view)
              .toList(),
          null);
    }
    var rows = channels.page(after, call.optional("state"), call.limit());
    return new ChannelsView(
        rows.stream().map(this::view).toList(), PageToken.next(call, LIST, rows, ChannelRow::id));
  }

  private ChannelDetailsView details(Call call) {
    var row = row(call);
    var sources = ChannelViews.sources(row);
    return new ChannelDetailsView(
        view(row),
        channels.aliases(row.id()),
        sources.subList(Math.min(1, sources.size()), sources.size()),
        ChannelViews.coverage(database, row));
  }

  ChannelView view(ChannelRow row) {
    return ChannelViews.channel(row, rates.of(row.id(), System.nanoTime()));
  }

  /** The channel that a call names. */
  ChannelRow row(Call call) {
    return channels.byId(call.number("id")).orElseThrow(() -> none(call.number("id")));
  }

  private ChannelRow rowEvenForgotten(Call call) {
    return channels.byIdEvenForgotten(call.number("id")).orElseThrow(() -> none(call.number("id")));
  }

  private static ProblemException none(long id) {
    return Problem.of(404, "no-such-channel", "There is no channel with the id " + id)
        .in("id")
        .remedy("sluice channel list, or GET /api/channels, tells which there are.")
        .thrown();
  }

  private CompletionStage<HttpResponse> changed(
      Call call, Function<ActorRef<StatusReply<Channel.Update>>, Channel.Command> command) {
    return blocking
        .run(() -> row(call))
        .thenCompose(row -> requests.ask(row.id(), command))
        .thenCompose(update -> blocking.run(() -> Json.ok(view(row(call)))));
  }

  private CompletionStage<HttpResponse> retry(Call call) {
    var reason = call.optional("reason").map(PhotoOutcome::ofColumn);
    return blocking
        .run(() -> row(call))
        .thenCompose(
            row -> {
              // Without a reason also a channel that has failed as a whole goes on.
              boolean whole = reason.isEmpty() && row.state().equals("failed");
              return blocking
                  .run(() -> failed.retry(row.id(), reason))
                  .thenCompose(items -> retried(call, row, items, whole));
            });
  }

  private CompletionStage<HttpResponse> retried(
      Call call, ChannelRow row, int items, boolean whole) {
    if (items == 0 && !whole) {
      return blocking.run(() -> Json.ok(new RetriedView(view(row), 0)));
    }
    return requests
        .ask(row.id(), Channel.Retry::new)
        .thenCompose(
            update -> blocking.run(() -> Json.ok(new RetriedView(view(row(call)), items))));
  }

  private HttpResponse removed(ChannelRow row, boolean purge) {
    removed.accept(row);
    return HttpResponse.create().withStatus(purge ? ACCEPTED : NO_CONTENT);
  }

  private CompletionStage<HttpResponse> remove(Call call) {
    boolean purge = call.flag("purge");
    return blocking
        .run(() -> purge ? rowEvenForgotten(call) : row(call))
        .thenCompose(
            row ->
                requests
                    .ask(row.id(), replyTo -> new Channel.Remove(purge, replyTo))
                    .thenCompose(update -> blocking.run(() -> removed(row, purge))));
  }
}
