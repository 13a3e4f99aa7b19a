package io.sluice.api;

import io.sluice.channel.Channel;
import io.sluice.channel.Channel.Collection;
import io.sluice.channel.Offer;
import io.sluice.channel.SourceKind;
import io.sluice.channel.SourceOpener;
import io.sluice.channel.SourceSpec;
import io.sluice.channel.Sources;
import io.sluice.channel.Terms;
import io.sluice.export.OutOfBoundsException;
import io.sluice.intake.ChatChoice;
import io.sluice.intake.Registration;
import io.sluice.ledger.channel.ChannelList;
import io.sluice.ledger.channel.Channels;
import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import io.sluice.server.RequestBody;
import io.sluice.view.AddedChannelsView;
import io.sluice.view.AddedChannelsView.Added;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a source collected: a body of JSON comes in, its channels go out. */
final class AddChannel implements Operation {
  private static final Logger LOG = LoggerFactory.getLogger(AddChannel.class);
  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int CREATED = 201;
  private static final double MOST_LOOKS = 0.5;

  /** Of a node: enough to write their rows together, and few beside what else is asked. */
  private static final int AT_ONCE = 16;

  private final ActorSystem<?> system;
  private final Intake intake;
  private final ChannelList list;
  private final EntityRequests<Channel.Command, Channel.Update> requests;
  private final Blocking blocking;

  /** The kinds of sources whose looks for news are known to be too many. */
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  /** What is needed to make channels of sources. */
  record Intake(Channels channels, Sources sources, SourceOpener opener, LocalSources local) {}

  AddChannel(
      ActorSystem<?> system,
      Intake intake,
      ChannelList list,
      EntityRequests<Channel.Command, Channel.Update> requests,
      Blocking blocking) {
    this.system = system;
    this.intake = intake;
    this.list = list;
    this.requests = requests;
    this.blocking = blocking;
  }

  private record Registered(Channels.Channel channel, boolean added, List<SourceSpec> specs) {}

  @Override
  public CompletionStage<HttpResponse> answer(Call call) {
    return RequestBody.whole(
            call.request(), system, body -> blocking.run(() -> registered(NewChannel.read(body))))
        .thenCompose(this::collect)
        .thenCompose(added -> blocking.run(() -> response(added)));
  }

  private List<Registered> registered(NewChannel wanted) {
    var choice = choice(wanted);
    var complaints = new ArrayList<String>();
    var found =
        new Registration(intake.channels(), intake.opener(), PATIENCE, complaints::add)
            .sources(choice);
    if (!complaints.isEmpty()) {
      throw Problem.of(503, "source-away", String.join("; ", complaints))
          .in("source")
          .remedy("Ask again later: nothing is lost, and what was added stays.")
          .thrown();
    }
    return found.entrySet().stream()
        .map(entry -> registered(entry.getKey(), entry.getValue(), wanted.isPlain()))
        .toList();
  }

  private Registered registered(Channels.Channel channel, List<SourceSpec> specs, boolean plain) {
    var known = list.byId(channel.id()).map(SourceSpec::of).orElse(List.of());
    // Who names a source again and nothing more wants what was wanted before.
    var wanted = plain ? specs.stream().map(spec -> asKnown(spec, known)).toList() : specs;
    return new Registered(channel, known.isEmpty(), wanted);
  }

  private static SourceSpec asKnown(SourceSpec spec, List<SourceSpec> known) {
    return known.stream()
        .filter(spec::isOf)
        .findFirst()
        .map(before -> before.readWithin(spec.within()))
        .orElse(spec);
  }

  private ChatChoice choice(NewChannel wanted) {
    var kind = intake.sources().of(wanted.source());
    var interval = interval(kind, wanted);
    var file =
        kind.readsFiles()
            ? Optional.of(intake.local().locate(wanted))
            : Optional.<LocalSources.Located>empty();
    var typed = file.map(located -> located.path().toString()).orElse(wanted.source());
    var root = file.map(LocalSources.Located::root);
    try {
      return choice(
          kind.offer(typed, new Terms(wanted.sinceTime(), wanted.messages(), interval, root)),
          wanted,
          typed);
    } catch (OutOfBoundsException e) {
      throw LocalSources.notReadable(Path.of(wanted.source()));
    } catch (IOException e) {
      throw unfit("source", shown("" + e.getMessage(), typed, wanted), kind.remedy());
    }
  }

  private static Optional<Duration> interval(SourceKind kind, NewChannel wanted) {
    if (!kind.canFollow()) {
      if (Boolean.TRUE.equals(wanted.follow()) || wanted.interval() != null) {
        throw unfit(
            "follow", "only channels of the web get new posts", "Leave follow and interval.");
      }
      return Optional.empty();
    }
    var interval = wanted.interval(USUAL_INTERVAL);
    if (wanted.interval() != null && interval.isEmpty()) {
      throw unfit(
          "interval", "it is for a channel that is followed", "Leave it, or follow without limit.");
    }
    return interval;
  }

  private static ChatChoice choice(Offer offer, NewChannel wanted, String typed) {
    if (offer.damage() != null) {
      throw unfit("source", wanted.source() + " is " + offer.damage(), "Export the chat again.");
    }
    var choice = new ChatChoice(wanted.wantedChats());
    choice.add(offer);
    var uncollected = choice.uncollected(offer);
    if (choice.isEmpty() && !uncollected.isEmpty()) {
      throw unfit("source", shown(uncollected.get(0), typed, wanted), "Export at least one chat.");
    }
    uncollected.forEach(LOG::warn);
    if (!offer.isOne()) {
      choice
          .unmatched()
          .ifPresent(
              complaint -> {
                throw unfit("chats", complaint, "Look which chats the export holds.");
              });
    }
    return choice;
  }

  /** Where uploads are is nobody's business. */
  private static String shown(String told, String typed, NewChannel wanted) {
    return told.replace(typed, wanted.source());
  }

  private static ProblemException unfit(String field, String detail, String remedy) {
    return Problem.of(422, "unfit-source", detail).in(field).remedy(remedy).thrown();
  }

  /** Several side by side: each answers only when its row is written. */
  private CompletionStage<List<Added>> collect(List<Registered> channels) {
    return Source.from(channels).mapAsync(AT_ONCE, this::collect).runWith(Sink.seq(), system);
  }

  /** Has a channel collect its sources one after another. */
  private CompletionStage<Added> collect(Registered registered) {
    var specs = registered.specs();
    var collecting = collect(registered, specs.get(0));
    for (var spec : specs.subList(1, specs.size())) {
      collecting = collecting.thenCompose(before -> collect(registered, spec));
    }
    return collecting;
  }

  private CompletionStage<Added> collect(Registered registered, SourceSpec spec) {
    var channel = registered.channel();
    return requests
        .ask(
            channel.id(), replyTo -> new Channel.Add(new Collection(channel.name(), spec), replyTo))
        .thenApply(
            update ->
                new Added(
                    channel.id(), channel.name(), update.phase().column(), registered.added()));
  }

  private HttpResponse response(List<Added> channels) {
    for (var kind : intake.sources().kinds()) {
      kind.lookRate().ifPresent(rate -> warnOfManyLooks(kind.name(), rate));
    }
    boolean any = channels.stream().anyMatch(Added::added);
    return Json.answer(any ? CREATED : 200, new AddedChannelsView(channels));
  }

  /** Looks for new posts go first, so too many of them leave no time for the old ones. */
  private void warnOfManyLooks(String kind, SourceKind.LookRate rate) {
    double share = list.looksPerSecond(kind) / rate.perSecond();
    if (share <= MOST_LOOKS) {
      warned.remove(kind);
    } else if (warned.add(kind)) {
      LOG.warn(
          "Looking for new posts takes {}% of {}: longer intervals leave more for old posts",
          Math.round(share * 100), rate.setting());
    }
  }
}
