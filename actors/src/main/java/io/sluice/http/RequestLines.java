package io.sluice.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.sluice.http.Connection.Peer;
import io.sluice.http.Request.Method;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as it is sent.
 *
 * @param head with the empty line that ends it
 */
record RequestLines(String head, byte[] body) {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private static final Map<String, String> USUAL =
      Map.of("Accept", "*/*", "Accept-Encoding", "gzip", "Accept-Language", "en");

  /**
   * What is sent of a request.
   *
   * @param target path and query, sent as they are
   */
  static RequestLines of(Request request, String target, Peer peer, String userAgent) {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(USUAL);
    headers.putAll(request.headers());
    headers.put("User-Agent", userAgent);
    if (request.last()) {
      headers.put("Connection", "close");
    }
    if (request.body().length > 0 || hasBody(request.method())) {
      headers.put("Content-Length", Integer.toString(request.body().length));
    }
    var head = new StringBuilder();
    head.append(request.method()).append(' ').append(target).append(" HTTP/1.1\r\nHost: ");
    head.append(host(peer)).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return new RequestLines(head.append("\r\n").toString(), request.body());
  }

  private static boolean hasBody(Method method) {
    return method == Method.POST || method == Method.PUT;
  }

  private static String host(Peer peer) {
    return peer.port() == (peer.secure() ? HTTPS : HTTP)
        ? peer.host()
        : peer.host() + ":" + peer.port();
  }

  ByteBuf in(Channel channel) {
    var bytes = head.getBytes(StandardCharsets.UTF_8);
    return channel.alloc().buffer(bytes.length + body.length).writeBytes(bytes).writeBytes(body);
  }
}
