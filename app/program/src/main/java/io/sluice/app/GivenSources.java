package io.sluice.app;

import io.sluice.channel.Offer;
import io.sluice.channel.SourceSpec;
import io.sluice.client.ApiException;
import io.sluice.client.NodeApi;
import io.sluice.client.Wanted;
import io.sluice.intake.ChatChoice;
import io.sluice.ledger.channel.ChannelList;
import io.sluice.ledger.channel.Since;
import io.sluice.words.TimeWords;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/** Gives nodes what is to be collected: sources go in, the channels that they became come out. */
final class GivenSources {
  /** States in which a channel stays until it is told to go on. */
  private static final Set<String> AT_REST = Set.of("paused", "completed", "failed");

  private final LiveNodes nodes;
  private final CollectRequest request;
  private final Complaints complaints;
  private final Since since;
  private final PrintWriter terminal;
  private final ChannelList rows;
  private final Map<Long, FollowedChannel> channels = new ConcurrentSkipListMap<>();

  /**
   * @param since when the command began
   * @param terminal shows how far an upload is; null where there is none
   */
  GivenSources(
      LiveNodes nodes,
      CollectRequest request,
      Complaints complaints,
      Since since,
      PrintWriter terminal) {
    this.nodes = nodes;
    this.request = request;
    this.complaints = complaints;
    this.since = since;
    this.terminal = terminal;
    rows = new ChannelList(nodes.database());
  }

  private record Given(Instant at, List<NodeApi.Taken> taken) {}

  /** Those that nodes have taken until now. */
  Collection<FollowedChannel> channels() {
    return channels.values();
  }

  /**
   * Gives all; of a source that cannot be collected it complains.
   *
   * @throws IOException if no node takes anything from here
   */
  void give() throws IOException, InterruptedException {
    var choice = new ChatChoice(request.chats());
    for (var source : request.sources().typed()) {
      give(source, choice);
    }
    choice.unmatched().ifPresent(complaints::add);
  }

  private void give(SourceArguments.Typed source, ChatChoice choice)
      throws IOException, InterruptedException {
    Offer offer;
    try {
      offer = source.kind().offer(source.word(), request.terms());
    } catch (IOException e) {
      complaints.add(e.getMessage());
      return;
    }
    choice.add(offer);
    choice.uncollected(offer).forEach(complaints::add);
    if (offer.channels().isEmpty()) {
      return;
    }
    var chats = choice.wantedOf(offer);
    // One that holds none of the chats that are wanted is not what is wanted either.
    if (offer.isOne() || !chats.isEmpty() || request.chats().isEmpty()) {
      boolean canFollow = source.kind().canFollow();
      give(
          source.kind().readsFiles() ? source.word() : offer.place(),
          () -> canFollow ? wanted(offer, chats) : once(chats),
          canFollow && request.interval().isPresent());
    }
  }

  /** What is asked of the database first, and again where another node is asked. */
  private interface Wish {
    Wanted wanted();
  }

  private Wanted once(List<String> chats) {
    return new Wanted(chats, request.since(), request.limit(), null, null);
  }

  /** A channel that the nodes follow anyway goes on following: it has its end when it has all. */
  private Wanted wanted(Offer offer, List<String> chats) {
    boolean all = request.since() == null && request.limit() == 0;
    if (request.interval().isEmpty()
        && all
        && offer.channels().stream().anyMatch(this::isFollowed)) {
      return new Wanted(chats, null, null, null, null);
    }
    return new Wanted(
        chats,
        request.since(),
        request.limit(),
        request.interval().isPresent(),
        request.interval().map(TimeWords::of).orElse(null));
  }

  private boolean isFollowed(Offer.Candidate channel) {
    return rows.named(channel.name(), channel.alias()).stream()
        .flatMap(row -> SourceSpec.of(row).stream())
        .anyMatch(SourceSpec::follows);
  }

  private void give(String source, Wish wish, boolean follows)
      throws IOException, InterruptedException {
    try {
      var given = nodes.ask(node -> give(node, source, wish.wanted()), terminal);
      given.taken().forEach(taken -> follow(taken, given.at(), follows));
    } catch (LiveNodes.NoneReachableException e) {
      throw e;
    } catch (IOException e) {
      if (e instanceof ApiException said && said.status() == HttpURLConnection.HTTP_UNAUTHORIZED) {
        throw e;
      }
      complaints.add(source + ": " + e.getMessage());
    }
  }

  private Given give(NodeApi node, String source, Wanted wanted)
      throws IOException, InterruptedException {
    var at = nodes.database().now();
    var taken = node.add(source, wanted);
    for (var channel : taken) {
      if (AT_REST.contains(channel.state())) {
        node.resume(channel.id());
      }
    }
    return new Given(at, taken);
  }

  private void follow(NodeApi.Taken taken, Instant at, boolean follows) {
    long id = taken.id();
    var channel = channels.get(id);
    if (channel == null) {
      channel =
          new FollowedChannel(id, taken.name(), since.before(id), follows, request.limit() > 0);
    }
    // What already follows has no reason to write its row anew.
    channel.asked(taken.state().equals("following") ? Instant.MIN : at);
    channels.put(id, channel);
  }
}
