package io.sluice.http;

import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.util.NetUtil;
import io.sluice.http.NameServers.Known;
import io.sluice.http.ResolverFiles.Servers;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Names as the machine resolves them: addresses stand for themselves, /etc/hosts goes first, then
 * the name servers of /etc/resolv.conf or those of the settings are asked.
 */
final class SystemNames implements Names {
  private static final int MOST_ALIASES = 8;

  private final NameServers nameServers;
  private final ResolverFiles files;
  private final List<InetSocketAddress> instead;
  private final Executor blocking;
  private final List<DnsRecordType> types;

  /**
   * @param instead servers to ask instead of the machine's; none if empty
   * @param blocking for names that only the machine's own resolver knows
   */
  SystemNames(
      NameServers nameServers,
      ResolverFiles files,
      List<InetSocketAddress> instead,
      Executor blocking) {
    this.nameServers = nameServers;
    this.files = files;
    this.instead = List.copyOf(instead);
    this.blocking = blocking;
    types =
        isOnlySix()
            ? List.of(DnsRecordType.AAAA, DnsRecordType.A)
            : List.of(DnsRecordType.A, DnsRecordType.AAAA);
  }

  /** Whether connections of the older kind cannot leave this machine, and others may. */
  private static boolean isOnlySix() {
    try {
      var addresses =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
              .toList();
      return !addresses.isEmpty() && addresses.stream().noneMatch(Inet4Address.class::isInstance);
    } catch (SocketException e) {
      return false;
    }
  }

  @Override
  public CompletionStage<List<InetAddress>> addresses(String host) {
    var literal = literal(host);
    var own = literal.isEmpty() ? files.own(host) : literal;
    if (!own.isEmpty()) {
      return CompletableFuture.completedFuture(own);
    }
    var servers = instead.isEmpty() ? files.servers() : new Servers(instead);
    return found(host, servers.meant(host), servers.addresses());
  }

  private static List<InetAddress> literal(String host) {
    var address = NetUtil.createInetAddressFromIpAddressString(host.replaceAll("^\\[|]$", ""));
    return address == null ? List.of() : List.of(address);
  }

  private CompletionStage<List<InetAddress>> found(
      String host, List<String> meant, List<InetSocketAddress> servers) {
    return ask(meant.get(0), types, servers, 0)
        .thenCompose(
            addresses -> {
              if (!addresses.isEmpty()) {
                return CompletableFuture.completedFuture(addresses);
              }
              var others = meant.subList(1, meant.size());
              return others.isEmpty() ? unknown(host) : found(host, others, servers);
            });
  }

  /** The addresses of the first of these types of which there are any. */
  private CompletionStage<List<InetAddress>> ask(
      String name, List<DnsRecordType> left, List<InetSocketAddress> servers, int aliases) {
    return nameServers
        .ask(name, left.get(0), servers)
        .thenCompose(
            known -> {
              if (!known.addresses().isEmpty()) {
                return CompletableFuture.completedFuture(known.addresses());
              }
              return others(known, left, servers, name, aliases);
            });
  }

  private CompletionStage<List<InetAddress>> others(
      Known known,
      List<DnsRecordType> left,
      List<InetSocketAddress> servers,
      String name,
      int aliases) {
    if (known.exists() && left.size() > 1) {
      return ask(name, left.subList(1, left.size()), servers, aliases);
    }
    if (known.alias().isPresent() && aliases < MOST_ALIASES) {
      var alias = known.alias().get();
      return ask(alias.replaceAll("\\.$", ""), types, servers, aliases + 1);
    }
    return CompletableFuture.completedFuture(List.of());
  }

  /** Names of a network at home are known by other ways, which the machine may have. */
  private CompletionStage<List<InetAddress>> unknown(String host) {
    var unknown = new UnknownNameException(host + " is not a known name", null);
    if (!instead.isEmpty() || host.contains(".") && !host.endsWith(".local")) {
      return CompletableFuture.failedFuture(unknown);
    }
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return List.of(InetAddress.getAllByName(host));
          } catch (UnknownHostException e) {
            throw new CompletionException(unknown);
          }
        },
        blocking);
  }
}
