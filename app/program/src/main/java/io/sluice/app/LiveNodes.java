package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.client.ApiException;
import io.sluice.client.AwayException;
import io.sluice.client.NodeApi;
import io.sluice.cluster.NodeSettings;
import io.sluice.ledger.node.NodeList;
import io.sluice.ledger.node.NodeProcess;
import io.sluice.ledger.node.NodeRow;
import io.sluice.node.DatabaseWait;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.DatabaseSettings;
import io.sluice.persistence.EmbeddedServer;
import io.sluice.settings.SettingsReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes that are at work on a database: their rows go in, the API of one that answers comes
 * out, and of another one when that goes away.
 */
final class LiveNodes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveNodes.class);
  private static final int SERVER_ERROR = 500;
  private static final long LOOK_MILLIS = 200;
  private static final long AGAIN_MILLIS = 1_000;

  private final Database database;
  private final NodeList rows;
  private final NodeProcess self = NodeProcess.now();
  private final Duration timeout;
  private final Optional<String> token;

  /** Since when, in nanoseconds, nodes give no answer though they are heard of. */
  private final Map<UUID, Long> away = new HashMap<>();

  private final Map<UUID, String> unreachable = new HashMap<>();
  private UUID current;
  private String told = "";

  /** What is asked of a node; it may be asked more than once. */
  interface Question<T> {
    T of(NodeApi node) throws IOException, InterruptedException;
  }

  /** No node that is there can be asked from here; the message names each and says why. */
  static final class NoneReachableException extends IOException {
    private NoneReachableException(String message) {
      super(message);
    }
  }

  private LiveNodes(Database database, Config config) {
    this.database = database;
    rows = new NodeList(database);
    timeout = NodeSettings.from(config).timeout();
    token =
        Optional.of(new SettingsReader(config).text("API_TOKEN")).filter(text -> !text.isEmpty());
  }

  /**
   * The nodes of the database that is set, or of the embedded one while another process has it.
   *
   * @return empty if none is there that takes work
   * @throws DatabaseException if there is no database
   */
  static Optional<LiveNodes> find(Config config) {
    var settings = DatabaseSettings.from(config);
    var address = settings.url().or(() -> ofAnother(settings));
    if (address.isEmpty()) {
      OtherNode.words(config).ifPresent(words -> LOG.warn(words));
      return Optional.empty();
    }
    var database = DatabaseWait.WHILE_SLOW.open(address.get(), settings, () -> false).orElseThrow();
    var nodes = new LiveNodes(database, config);
    boolean found = false;
    try {
      found = nodes.areThere();
      return found ? Optional.of(nodes) : Optional.empty();
    } finally {
      if (!found) {
        database.close();
      }
    }
  }

  private static Optional<DatabaseAddress> ofAnother(DatabaseSettings settings) {
    return EmbeddedServer.isInUse(settings.dataDir())
        ? EmbeddedServer.running(settings.dataDir())
        : Optional.empty();
  }

  /** One that has just started will have its API in a moment. */
  private boolean areThere() {
    long ends = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < ends) {
      var heard = heard();
      if (heard.stream().anyMatch(LiveNodes::takesWork)) {
        return true;
      }
      if (heard.stream().noneMatch(LiveNodes::isStarting)) {
        return false;
      }
      pause(LOOK_MILLIS);
    }
    return false;
  }

  private static boolean takesWork(NodeRow row) {
    return row.state() == NodeRow.State.UP && row.api().isPresent();
  }

  private static boolean isStarting(NodeRow row) {
    return row.state() == NodeRow.State.JOINING || row.state() == NodeRow.State.UP;
  }

  private List<NodeRow> heard() {
    return rows.live().stream()
        .filter(row -> row.silentSeconds() * 1000 <= timeout.toMillis())
        .filter(row -> !self.knowsDead(row.process()))
        .toList();
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Database database() {
    return database;
  }

  /** As an operator knows them: processes, machines and addresses. */
  String labels() {
    return heard().stream()
        .filter(LiveNodes::takesWork)
        .map(LiveNodes::label)
        .collect(Collectors.joining(", "));
  }

  private static String label(NodeRow row) {
    return "%s at %s".formatted(row.process(), row.api().orElse("no address"));
  }

  /**
   * Asks the node that was asked last, another one where that does not answer, and again where none
   * does.
   *
   * @param terminal shows how far an upload is; null where there is none
   * @throws ApiException if a node refuses
   * @throws NoneReachableException if those that are there cannot be asked from here
   */
  <T> T ask(Question<T> question, PrintWriter terminal) throws IOException, InterruptedException {
    while (true) {
      var why = "no node is there: start one with ./sluice node";
      try {
        for (var row : candidates()) {
          try {
            T answer = question.of(NodeApi.at(row.api().orElseThrow(), token, terminal));
            answered(row);
            return answer;
          } catch (AwayException e) {
            noteAway(row, e);
            why = label(row) + " does not answer";
          } catch (ApiException e) {
            if (e.status() < SERVER_ERROR) {
              throw e;
            }
            why = label(row) + " cannot do it now: " + e.getMessage();
          }
        }
      } catch (DatabaseException e) {
        if (!e.isOutage()) {
          throw e;
        }
        why = e.getMessage();
      }
      waitFor(why);
    }
  }

  private void answered(NodeRow row) {
    away.remove(row.id());
    if (!told.isEmpty()) {
      LOG.info("Goes on with {}", label(row));
    }
    told = "";
    current = row.id();
  }

  private void waitFor(String why) {
    if (!told.equals(why)) {
      LOG.warn("Waits: {}", why);
    }
    told = why;
    pause(AGAIN_MILLIS);
  }

  private List<NodeRow> candidates() throws IOException {
    var working = heard().stream().filter(LiveNodes::takesWork).toList();
    working.stream()
        .filter(row -> isLoopbackElsewhere(row))
        .forEach(
            row ->
                unreachable.put(
                    row.id(),
                    "that is a loopback address of its machine: collect there, or set API_HOST and"
                        + " API_TOKEN there so that other machines can ask"));
    var reachable = working.stream().filter(row -> !unreachable.containsKey(row.id())).toList();
    if (reachable.isEmpty() && !working.isEmpty()) {
      throw new NoneReachableException(
          working.stream()
              .map(row -> "%s cannot be asked: %s".formatted(label(row), unreachable.get(row.id())))
              .collect(Collectors.joining("; ")));
    }
    return reachable.stream()
        .sorted(Comparator.comparing(row -> !row.id().equals(current)))
        .toList();
  }

  private boolean isLoopbackElsewhere(NodeRow row) {
    var host = URI.create(row.api().orElseThrow()).getHost();
    boolean loopback = host.startsWith("127.") || host.equals("[::1]") || host.equals("localhost");
    return loopback && !row.process().host().equals(self.host());
  }

  /** The row of a node that was killed stays fresh for its timeout; of one that lives, for ever. */
  private void noteAway(NodeRow row, AwayException e) {
    long since = away.computeIfAbsent(row.id(), id -> System.nanoTime());
    if (e.isForGood() || System.nanoTime() - since > 2 * timeout.toNanos()) {
      unreachable.put(row.id(), e.getMessage());
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
