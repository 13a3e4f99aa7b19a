package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.channel.SourceSpec;
import io.sluice.client.ApiException;
import io.sluice.client.NodeApi;
import io.sluice.client.Wanted;
import io.sluice.export.ExportBounds;
import io.sluice.intake.ChatChoice;
import io.sluice.ledger.channel.ChannelList;
import io.sluice.ledger.channel.Since;
import io.sluice.telegram.ExportSources;
import io.sluice.words.ChannelLink;
import io.sluice.words.TimeWords;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.nio.file.Path;
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
  private final ExportSources exports;
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
      Config config,
      CollectRequest request,
      Complaints complaints,
      Since since,
      PrintWriter terminal) {
    this.nodes = nodes;
    this.request = request;
    this.complaints = complaints;
    this.since = since;
    this.terminal = terminal;
    exports = ExportSources.from(config);
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
    var choice = new ChatChoice(request.chats(), request.since(), request.limit());
    for (var export : request.sources().exports()) {
      give(export, choice);
    }
    for (var link : request.sources().links()) {
      give("@" + link.name(), () -> wanted(link), request.interval().isPresent());
    }
    choice.unmatched().ifPresent(complaints::add);
  }

  private void give(Path export, ChatChoice choice) throws IOException, InterruptedException {
    List<String> chats;
    try {
      var index = exports.index(export, ExportBounds.NONE);
      choice.add(index);
      choice.uncollected(index).forEach(complaints::add);
      if (index.chats().isEmpty()) {
        return;
      }
      chats = choice.wantedOf(index);
    } catch (IOException e) {
      complaints.add(e.getMessage());
      return;
    }
    // One that holds none of the chats that are wanted is not what is wanted either.
    if (chats.size() > 0 || request.chats().isEmpty()) {
      var wanted = new Wanted(chats, request.since(), request.limit(), null, null);
      give(export.toString(), () -> wanted, false);
    }
  }

  /** What is asked of the database first, and again where another node is asked. */
  private interface Wish {
    Wanted wanted();
  }

  /** A channel that the nodes follow anyway goes on following: it has its end when it has all. */
  private Wanted wanted(ChannelLink link) {
    boolean all = request.since() == null && request.limit() == 0;
    if (request.interval().isEmpty() && all && isFollowed(link)) {
      return new Wanted(List.of(), null, null, null, null);
    }
    return new Wanted(
        List.of(),
        request.since(),
        request.limit(),
        request.interval().isPresent(),
        request.interval().map(TimeWords::of).orElse(null));
  }

  private boolean isFollowed(ChannelLink link) {
    return rows.named(link.name(), link.alias()).stream()
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
    var at = Since.clock(nodes.database());
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
