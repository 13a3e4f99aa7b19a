package io.sluice.http;

import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A question goes to name servers, one after the other, until one knows: what there is, that there
 * is nothing, or a failure since none of them said in time. No thread waits for it.
 */
final class NameServers {
  private static final int TRIES = 3;

  /** For each try, so that three of them are shorter than the patience of who asks. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final int MOST_ADDRESSES = 64;

  private final DnsNameResolver resolver;

  /** What a server knows of a name. */
  record Known(boolean exists, List<InetAddress> addresses, Optional<String> alias) {}

  /**
   * @param thread on which answers come
   * @param patience with a server, for each try
   */
  NameServers(EventLoop thread, Duration patience) {
    resolver =
        new DnsNameResolverBuilder(thread)
            .datagramChannelType(NioDatagramChannel.class)
            // For answers that are too long for one packet.
            .socketChannelType(NioSocketChannel.class)
            // Another port for each question, so that a stranger has more to guess.
            .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
            .queryTimeoutMillis(patience.toMillis())
            .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
            .resolveCache(NoopDnsCache.INSTANCE)
            .cnameCache(NoopDnsCnameCache.INSTANCE)
            .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
            .build();
  }

  /**
   * Asks for addresses of one kind.
   *
   * @return fails with an {@link UnresolvedException}
   */
  CompletableFuture<Known> ask(String name, DnsRecordType type, List<InetSocketAddress> servers) {
    var known = new CompletableFuture<Known>();
    try {
      ask(new DefaultDnsQuestion(name + ".", type), servers, 0, known);
    } catch (IllegalArgumentException e) {
      // No name can be so long, or have such parts.
      known.complete(new Known(false, List.of(), Optional.empty()));
    }
    return known;
  }

  private void ask(
      DnsQuestion question,
      List<InetSocketAddress> servers,
      int number,
      CompletableFuture<Known> known) {
    var server = servers.get(number % servers.size());
    resolver
        .query(server, question)
        .addListener(
            (Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> asked) -> {
              var problem = asked.isSuccess() ? read(asked.getNow(), known) : words(asked.cause());
              if (known.isDone()) {
                return;
              }
              if (number + 1 < TRIES) {
                ask(question, servers, number + 1, known);
              } else {
                known.completeExceptionally(unanswered(question, server, problem));
              }
            });
  }

  private static String words(Throwable problem) {
    return problem instanceof DnsNameResolverTimeoutException
        ? "no answer in time"
        : HttpFailure.words(problem);
  }

  private static UnresolvedException unanswered(
      DnsQuestion question, InetSocketAddress server, String problem) {
    var name = question.name().substring(0, question.name().length() - 1);
    return new UnresolvedException(
        "%s: name server %s port %d does not say where it is: %s"
            .formatted(name, server.getAddress().getHostAddress(), server.getPort(), problem));
  }

  /** Completes what is known, or gives what the server says instead. */
  private static String read(
      AddressedEnvelope<DnsResponse, InetSocketAddress> envelope, CompletableFuture<Known> known) {
    try {
      var response = envelope.content();
      var code = response.code();
      if (code.equals(DnsResponseCode.NXDOMAIN)) {
        known.complete(new Known(false, List.of(), Optional.empty()));
      } else if (code.equals(DnsResponseCode.NOERROR)) {
        known.complete(records(response));
      }
      return code.toString();
    } catch (UnknownHostException | RuntimeException e) {
      return "an answer that cannot be read";
    } finally {
      envelope.release();
    }
  }

  private static Known records(DnsResponse response) throws UnknownHostException {
    var addresses = new ArrayList<InetAddress>();
    Optional<String> alias = Optional.empty();
    for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
      DnsRecord record = response.recordAt(DnsSection.ANSWER, i);
      if (!(record instanceof DnsRawRecord raw)) {
        continue;
      }
      var type = record.type();
      if (type.equals(DnsRecordType.CNAME)) {
        alias = Optional.of(DefaultDnsRecordDecoder.decodeName(raw.content().duplicate()));
      } else if (isAddress(type) && addresses.size() < MOST_ADDRESSES) {
        var bytes = new byte[raw.content().readableBytes()];
        raw.content().getBytes(raw.content().readerIndex(), bytes);
        addresses.add(InetAddress.getByAddress(bytes));
      }
    }
    return new Known(true, List.copyOf(addresses), alias);
  }

  private static boolean isAddress(DnsRecordType type) {
    return type.equals(DnsRecordType.A) || type.equals(DnsRecordType.AAAA);
  }
}
