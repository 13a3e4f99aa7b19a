package io.sluice.doctor;

import io.sluice.persistence.Sql;
import io.sluice.settings.SettingsReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Nodes that the database has heard of, and whether their addresses are reached from here. */
final class ClusterNodes implements Check {
  static final About ABOUT =
      About.of("cluster", "nodes heard of, their addresses and versions", 20, "NODE_HOST")
          .needing(DatabaseConnect.ABOUT);

  private static final int PATIENCE_MILLIS = 1500;
  private static final int MOST_TRIED = 8;

  @Override
  public About about() {
    return ABOUT;
  }

  /**
   * @param address for other nodes; empty for one that is alone
   * @param silent seconds since it was heard of
   */
  private record Heard(String host, Optional<String> address, String version, double silent) {}

  @Override
  public Finding examine(Patient patient) throws Exception {
    List<Heard> nodes;
    try (var connection = patient.connect()) {
      nodes = nodes(connection);
    }
    if (nodes.isEmpty()) {
      return Finding.fine("no node is at work");
    }
    var settings = new SettingsReader(patient.config());
    double timeout =
        settings.duration("NODE_TIMEOUT", Duration.ZERO, Duration.ofDays(1)).toMillis() / 1e3;
    var silent = nodes.stream().filter(node -> node.silent() > timeout).map(Heard::host).toList();
    var away = unreachable(nodes);
    long versions = nodes.stream().map(Heard::version).distinct().count();
    var measured =
        "%d nodes, %d silent, %d not reached from here, %d versions"
            .formatted(nodes.size(), silent.size(), away.size(), versions);
    if (!away.isEmpty()) {
      return Finding.warning(
          measured + ": " + String.join(", ", away),
          "NODE_HOST of these: an address that other machines reach",
          "nodes meet, and share the work");
    }
    return silent.isEmpty()
        ? loopback(nodes, settings.text("NODE_HOST"), measured)
        : Finding.warning(
            measured + ": " + String.join(", ", silent),
            "NODE_TIMEOUT, or the machines of these",
            "their work goes on, there or elsewhere");
  }

  /** A node that others cannot reach founds a cluster of its own, and is refused. */
  private static Finding loopback(List<Heard> nodes, String own, String measured)
      throws IOException {
    boolean others =
        nodes.stream()
            .flatMap(node -> node.address().stream())
            .anyMatch(address -> !address.startsWith("127."));
    return others && !own.equals("auto") && InetAddress.getByName(own).isLoopbackAddress()
        ? Finding.warning(
            measured + "; NODE_HOST here is " + own,
            "NODE_HOST=auto",
            "a node of this machine can join the others")
        : Finding.fine(measured);
  }

  private static List<String> unreachable(List<Heard> nodes) {
    var away = new ArrayList<String>();
    for (var node : nodes.subList(0, Math.min(nodes.size(), MOST_TRIED))) {
      node.address().filter(address -> !isReached(address)).ifPresent(away::add);
    }
    return away;
  }

  private static boolean isReached(String address) {
    int colon = address.lastIndexOf(':');
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(
              address.substring(0, colon).replaceAll("[\\[\\]]", ""),
              Integer.parseInt(address.substring(colon + 1))),
          PATIENCE_MILLIS);
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private static List<Heard> nodes(Connection connection) throws SQLException {
    boolean isThere =
        Sql.first(
                connection,
                """
                SELECT count(*) = 4 AS there FROM information_schema.columns
                WHERE table_schema = 'sluice' AND table_name = 'node'
                  AND column_name IN ('state', 'address', 'version', 'host')
                """,
                row -> row.getBoolean("there"))
            .orElseThrow();
    return isThere
        ? Sql.list(
            connection,
            """
            SELECT host, address, version,
              extract(epoch FROM clock_timestamp() - last_seen)::float8 AS silent
            FROM sluice.node WHERE state NOT IN ('left', 'down') ORDER BY id
            """,
            row ->
                new Heard(
                    row.getString("host"),
                    Optional.ofNullable(row.getString("address")),
                    row.getString("version"),
                    row.getDouble("silent")))
        : List.of();
  }
}
