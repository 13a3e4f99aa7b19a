package io.sluice.http;

import io.netty.resolver.HostsFileEntriesProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the machine says of names: its own hosts, and whom to ask for others. Read again when its
 * files have changed.
 */
final class ResolverFiles {
  static final int PORT = 53;

  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final int MOST_SERVERS = 3;
  private static final int MOST_NDOTS = 15;

  private final Path hosts;
  private final Path servers;
  private State state = new State(0, List.of(), Map.of(), Map.of(), new Servers(List.of()));

  /**
   * Whom to ask.
   *
   * @param search what may be put behind a name
   * @param ndots names with fewer dots are such
   */
  record Servers(List<InetSocketAddress> addresses, List<String> search, int ndots) {
    Servers(List<InetSocketAddress> addresses) {
      this(addresses, List.of(), 1);
    }

    /** What may be meant by a name, in the order to ask for it. */
    List<String> meant(String host) {
      long dots = host.chars().filter(one -> one == '.').count();
      var longer = search.stream().map(end -> host + "." + end);
      if (dots >= ndots) {
        return List.of(host);
      }
      return (dots == 0
              ? Stream.concat(longer, Stream.of(host))
              : Stream.concat(Stream.of(host), longer))
          .toList();
    }
  }

  private record State(
      long looked,
      List<FileTime> times,
      Map<String, List<InetAddress>> first,
      Map<String, List<InetAddress>> second,
      Servers servers) {}

  /** Of files in the form of /etc/hosts and /etc/resolv.conf; either may be missing. */
  ResolverFiles(Path hosts, Path servers) {
    this.hosts = hosts;
    this.servers = servers;
  }

  /** Of names the file that Java is told to read in place of the usual one, if it is. */
  static ResolverFiles ofThisMachine() {
    var hosts = System.getProperty("jdk.net.hosts.file", "/etc/hosts");
    return new ResolverFiles(Path.of(hosts), Path.of("/etc/resolv.conf"));
  }

  /** The addresses of a name that needs no server; empty if it does. */
  List<InetAddress> own(String host) {
    var now = current();
    var found = new ArrayList<InetAddress>();
    found.addAll(now.first().getOrDefault(host, List.of()));
    found.addAll(now.second().getOrDefault(host, List.of()));
    if (found.isEmpty() && (host.equals("localhost") || host.endsWith(".localhost"))) {
      found.add(AddressRange.address("127.0.0.1"));
      found.add(AddressRange.address("::1"));
    }
    return found;
  }

  Servers servers() {
    return current().servers();
  }

  private synchronized State current() {
    long now = System.nanoTime();
    if (state.times().isEmpty() || now - state.looked() > FRESH.toNanos()) {
      var times = List.of(changed(hosts), changed(servers));
      state =
          times.equals(state.times())
              ? new State(now, times, state.first(), state.second(), state.servers())
              : read(now, times);
    }
    return state;
  }

  private static FileTime changed(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException missing) {
      return FileTime.fromMillis(0);
    }
  }

  private State read(long now, List<FileTime> times) {
    var entries =
        HostsFileEntriesProvider.parser().parseSilently(hosts.toFile(), StandardCharsets.UTF_8);
    return new State(now, times, entries.ipv4Entries(), entries.ipv6Entries(), read(servers));
  }

  /** After resolv.conf(5). */
  private static Servers read(Path file) {
    var addresses = new ArrayList<InetSocketAddress>();
    var search = new ArrayList<String>();
    int ndots = 1;
    for (var line : lines(file)) {
      var words = line.strip().split("[ \\t]+");
      var rest = List.of(words).subList(1, words.length);
      switch (words[0]) {
        case "nameserver" -> rest.stream().limit(1).forEach(text -> add(addresses, text));
        case "search", "domain" -> {
          search.clear();
          rest.forEach(name -> search.add(name.toLowerCase(Locale.ROOT).replaceAll("\\.$", "")));
          search.removeIf(String::isEmpty);
        }
        case "options" -> ndots = ndots(rest, ndots);
        default -> {
          // Of no meaning here.
        }
      }
    }
    if (addresses.isEmpty()) {
      add(addresses, "127.0.0.1");
    }
    var most = List.copyOf(addresses.subList(0, Math.min(MOST_SERVERS, addresses.size())));
    return new Servers(most, List.copyOf(search), ndots);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException missing) {
      return List.of();
    }
  }

  private static void add(List<InetSocketAddress> addresses, String text) {
    try {
      addresses.add(new InetSocketAddress(AddressRange.address(text), PORT));
    } catch (IllegalArgumentException e) {
      // As the system's own resolver does: the others are asked.
    }
  }

  private static int ndots(List<String> options, int otherwise) {
    return options.stream()
        .filter(option -> option.matches("ndots:\\d{1,9}"))
        .mapToInt(option -> Math.min(MOST_NDOTS, Integer.parseInt(option.substring(6))))
        .reduce(otherwise, (first, last) -> last);
  }
}
