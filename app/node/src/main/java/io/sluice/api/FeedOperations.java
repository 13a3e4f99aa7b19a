package io.sluice.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.ledger.feed.DeadLetters;
import io.sluice.ledger.feed.FeedPhase;
import io.sluice.ledger.feed.FeedRow;
import io.sluice.ledger.feed.Feeds;
import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import io.sluice.server.RequestBody;
import io.sluice.view.DeadLettersView;
import io.sluice.view.FeedView;
import io.sluice.view.FeedsView;
import io.sluice.view.RetriedLettersView;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;

/** What the API does with feeds: it changes their rows, which all nodes look at. */
final class FeedOperations {
  private static final int CREATED = 201;
  private static final String LETTERS = "dead letters";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

  private final ActorSystem<?> system;
  private final Feeds feeds;
  private final DeadLetters letters;
  private final String group;
  private final Blocking blocking;

  /**
   * @param group in which feeds are read that name none
   */
  FeedOperations(
      ActorSystem<?> system, Feeds feeds, DeadLetters letters, String group, Blocking blocking) {
    this.system = system;
    this.feeds = feeds;
    this.letters = letters;
    this.group = group;
    this.blocking = blocking;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "addFeed",
        this::add,
        "listFeeds",
        blocking.answering(call -> all()),
        "getFeed",
        blocking.answering(call -> FeedViews.of(row(call))),
        "pauseFeed",
        blocking.answering(call -> set(call, FeedPhase.PAUSED)),
        "resumeFeed",
        blocking.answering(call -> set(call, FeedPhase.RUNNING)),
        "removeFeed",
        blocking.responding(this::remove),
        "listDeadLetters",
        blocking.answering(this::letters),
        "retryDeadLetters",
        blocking.answering(this::retry));
  }

  private CompletionStage<HttpResponse> add(Call call) {
    return RequestBody.whole(
        call.request(),
        system,
        body ->
            blocking.run(
                () -> {
                  var taken = feeds.take(WantedFeed.read(body).feed(group));
                  return Json.answer(taken.isNew() ? CREATED : 200, FeedViews.of(taken.row()));
                }));
  }

  private FeedsView all() {
    return new FeedsView(feeds.all().stream().map(FeedViews::of).toList());
  }

  private FeedRow row(Call call) {
    var named = call.text("id");
    return find(named).orElseThrow(() -> unknown(named));
  }

  private Optional<FeedRow> find(String named) {
    return named.matches("[1-9][0-9]{0,17}")
        ? feeds.byId(Long.parseLong(named))
        : feeds.byName(named);
  }

  private static ProblemException unknown(String named) {
    return Problem.of(404, "no-such-feed", "There is no feed " + Shown.of(named))
        .in("id")
        .remedy("sluice consumer list, or GET /api/feeds, tells which there are.")
        .thrown();
  }

  private FeedView set(Call call, FeedPhase phase) {
    var row = row(call);
    feeds.set(row.id(), phase);
    return FeedViews.of(feeds.byId(row.id()).orElseThrow(() -> unknown(row.name())));
  }

  private HttpResponse remove(Call call) {
    feeds.remove(row(call).id());
    return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
  }

  private DeadLettersView letters(Call call) {
    var row = row(call);
    var after = PageToken.place(call, LETTERS, text -> text, "");
    var page = letters.page(row.id(), after, call.limit());
    return new DeadLettersView(
        page.stream().map(FeedOperations::letter).toList(),
        PageToken.next(call, LETTERS, page, DeadLetters.Row::entry));
  }

  private static DeadLettersView.Letter letter(DeadLetters.Row row) {
    try {
      return new DeadLettersView.Letter(
          row.entry(),
          row.reason(),
          row.detail(),
          row.retried(),
          Json.time(row.diedAt()),
          JSON.readValue(row.fields(), FIELDS));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the row of dead letter " + row.entry(), e);
    }
  }

  private RetriedLettersView retry(Call call) {
    var row = row(call);
    int retried = letters.retry(row.id(), call.optional("entry").orElse(null));
    return new RetriedLettersView(
        FeedViews.of(feeds.byId(row.id()).orElseThrow(() -> unknown(row.name()))), retried);
  }
}
