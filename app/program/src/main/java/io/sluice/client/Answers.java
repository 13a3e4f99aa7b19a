package io.sluice.client;

import io.sluice.terminal.Printable;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a node answers, as the description of its API tells it. Fields of newer nodes are left out,
 * and an answer without what makes it one is refused.
 */
final class Answers {
  private Answers() {}

  record Counters(
      long read, long messages, long photos, long photosFailed, long bytesBefore, long bytesAfter) {
    static final Counters NONE = new Counters(0, 0, 0, 0, 0, 0);
  }

  record Rate(double messagesPerSecond, double photosPerSecond) {
    static final Rate NONE = new Rate(0, 0);
  }

  record Range(long from, long to) {}

  record LastError(String message, String at) {}

  record Source(
      String kind,
      String location,
      String chat,
      String since,
      long limit,
      Double intervalSeconds) {}

  record Channel(
      long id,
      String name,
      String title,
      String state,
      String reason,
      LastError lastError,
      Source source,
      Counters counters,
      Rate rate,
      double progress,
      long newestAnnounced,
      List<Range> unread,
      String addedAt,
      String changedAt) {
    Channel {
      Objects.requireNonNull(name, "a channel without a name");
      Objects.requireNonNull(state, "a channel without a state");
      title = title == null ? "" : title;
      counters = counters == null ? Counters.NONE : counters;
      rate = rate == null ? Rate.NONE : rate;
      unread = listed(unread);
    }
  }

  record Channels(List<Channel> channels, String next) {
    Channels {
      Objects.requireNonNull(channels, "no channels");
    }
  }

  record Completeness(
      long newestAnnounced,
      long newestStored,
      long messages,
      long photosAnnounced,
      long photosStored,
      Map<String, Long> photosWithoutFile,
      long photosUnaccounted,
      Map<String, Long> leftOut,
      Map<String, Long> passedOver,
      List<Range> unread,
      boolean complete) {
    Completeness {
      photosWithoutFile = photosWithoutFile == null ? Map.of() : photosWithoutFile;
      leftOut = leftOut == null ? Map.of() : leftOut;
      passedOver = passedOver == null ? Map.of() : passedOver;
      unread = listed(unread);
    }
  }

  record ChannelDetails(
      Channel channel,
      List<String> aliases,
      List<Source> waitingSources,
      Completeness completeness) {
    ChannelDetails {
      Objects.requireNonNull(channel, "no channel");
      aliases = listed(aliases);
      waitingSources = listed(waitingSources);
    }
  }

  record Added(long id, String name, String state, boolean added) {}

  record AddedChannels(List<Added> channels) {
    AddedChannels {
      Objects.requireNonNull(channels, "no channels");
    }
  }

  record Retried(Channel channel, long items) {}

  record Failure(
      String item,
      long message,
      String stage,
      String reason,
      String detail,
      long attempts,
      boolean retrying,
      String at) {}

  record Node(
      String id,
      String host,
      long process,
      String version,
      double uptimeSeconds,
      long heapBytes,
      long heapMaxBytes,
      long bytesInFlight,
      long placesUsed,
      long places,
      long databaseConnections,
      long databaseConnectionsMax) {}

  record ClosedOrigin(String origin, String until, double secondsLeft, String reason) {}

  record StuckItem(String stage, String channel, String item, double ageSeconds, String node) {}

  record ClusterNode(
      String id,
      String address,
      String host,
      long process,
      String version,
      List<String> roles,
      String state,
      String member,
      Boolean reachable,
      boolean self,
      String apiUrl,
      double uptimeSeconds,
      long running,
      long waiting,
      double messagesPerSecond,
      double imagesPerSecond,
      long heapBytes,
      long heapMaxBytes,
      Long shards,
      String reason) {
    ClusterNode {
      Objects.requireNonNull(id, "a node without an id");
      Objects.requireNonNull(state, "a node without a state");
      roles = listed(roles);
    }

    /** As people name it. */
    String label() {
      return Printable.text(
          address == null ? "process %d on %s".formatted(process, host) : address);
    }

    /** Whether it has ended and the cluster has done with it. */
    boolean isGone() {
      return member == null && (state.equals("left") || state.equals("down"));
    }
  }

  record ClusterNodes(List<ClusterNode> nodes) {
    ClusterNodes {
      Objects.requireNonNull(nodes, "no nodes");
    }
  }

  record Status(
      Node node,
      Map<String, Long> nodes,
      Map<String, Long> channels,
      Counters counters,
      Rate rate,
      List<ClosedOrigin> closedOrigins,
      List<StuckItem> stuck) {
    Status {
      Objects.requireNonNull(node, "no node");
      nodes = nodes == null ? Map.of() : nodes;
      channels = channels == null ? Map.of() : channels;
      counters = counters == null ? Counters.NONE : counters;
      rate = rate == null ? Rate.NONE : rate;
      closedOrigins = listed(closedOrigins);
      stuck = listed(stuck);
    }
  }

  record UploadedFile(String path, long size) {}

  record Upload(String source, List<UploadedFile> files) {
    Upload {
      Objects.requireNonNull(source, "no source");
      files = listed(files);
    }
  }

  private static <T> List<T> listed(List<T> given) {
    return given == null ? List.of() : given;
  }
}
