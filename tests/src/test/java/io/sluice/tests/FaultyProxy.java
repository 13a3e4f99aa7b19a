package io.sluice.tests;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Stands before a server of S3 and makes of it one that is worse: it answers 503 to some requests,
 * cuts some bodies off in their middle, and refuses what it does not know. One request a
 * connection.
 */
final class FaultyProxy implements AutoCloseable {
  private static final int MOST_HEAD = 64 << 10;
  static final String CUT = "cut";
  private static final String END = "\r\n\r\n";

  private final ServerSocket listening;
  private final int target;
  private final Faults faults;
  private final Random random;
  private final ExecutorService threads = Executors.newCachedThreadPool(FaultyProxy::daemon);
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicInteger cuts = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  /**
   * @param busy share of requests that are answered with 503
   * @param cut share of requests or answers with a body that are reset in its middle
   * @param strict whether headers of checksums are refused, and conditions for what is written
   * @param answers gives an answer of its own for a request, if there is one; {@link #CUT} has it
   *     go on, and the answer cut off in its middle
   */
  record Faults(double busy, double cut, boolean strict, Function<Head, Optional<String>> answers) {

    static Faults of(double busy, double cut, boolean strict) {
      return new Faults(busy, cut, strict, request -> Optional.empty());
    }

    static Faults none() {
      return of(0, 0, false);
    }

    Faults answering(Function<Head, Optional<String>> own) {
      return new Faults(busy, cut, strict, own);
    }
  }

  /** What a request or an answer begins with. */
  record Head(List<String> lines) {
    /** Such as {@code GET /bucket/key HTTP/1.1}. */
    String first() {
      return lines.get(0);
    }

    Optional<String> header(String name) {
      return lines.stream()
          .skip(1)
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst();
    }

    boolean isStrange() {
      return lines.stream()
          .map(line -> line.toLowerCase(Locale.ROOT))
          .anyMatch(
              line ->
                  line.startsWith("x-amz-checksum-")
                      || line.startsWith("x-amz-sdk-checksum-")
                      || line.startsWith("x-amz-trailer")
                      || line.startsWith("content-encoding: aws-chunked"));
    }

    long length() {
      return header("content-length").map(Long::parseLong).orElse(0L);
    }

    byte[] bytes() {
      return (String.join("\r\n", lines) + END).getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  private FaultyProxy(ServerSocket listening, int target, Faults faults, long seed) {
    this.listening = listening;
    this.target = target;
    this.faults = faults;
    random = new Random(seed);
  }

  static FaultyProxy before(S3Server server, Faults faults) {
    return before(server.port(), faults);
  }

  static FaultyProxy before(int port, Faults faults) {
    try {
      var listening = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
      var proxy = new FaultyProxy(listening, port, faults, 17);
      proxy.threads.execute(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /** Requests answered with 503. */
  int busy() {
    return busy.get();
  }

  /** Bodies that were cut off. */
  int cuts() {
    return cuts.get();
  }

  /** Requests with headers that are not known. */
  int refused() {
    return refused.get();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var client = listening.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private synchronized boolean happens(double share) {
    return random.nextDouble() < share;
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      var in = new BufferedInputStream(client.getInputStream(), 1 << 16);
      var head = head(in);
      if (head.isPresent()) {
        serve(client, in, head.get());
      }
    } catch (IOException e) {
      // One of both has gone.
    }
  }

  private void serve(Socket client, InputStream in, Head request) throws IOException {
    var own = faults.answers().apply(request);
    if (own.equals(Optional.of(CUT))) {
      forward(client, in, request, true);
      return;
    }
    if (own.isEmpty() && faults.strict() && request.isStrange()) {
      refused.incrementAndGet();
      own = Optional.of(answer(400, "InvalidArgument"));
    }
    boolean isConditional =
        request.first().startsWith("PUT") && request.header("if-none-match").isPresent();
    if (own.isEmpty() && faults.strict() && isConditional) {
      own = Optional.of(answer(501, "NotImplemented"));
    }
    if (own.isEmpty() && happens(faults.busy())) {
      busy.incrementAndGet();
      own = Optional.of(answer(503, "SlowDown"));
    }
    if (own.isPresent()) {
      continueIfAsked(client, request);
      copy(in, OutputStream.nullOutputStream(), request.length());
      client.getOutputStream().write(own.get().getBytes(StandardCharsets.ISO_8859_1));
      return;
    }
    forward(client, in, request, false);
  }

  private static void continueIfAsked(Socket client, Head request) throws IOException {
    if (request.header("expect").isPresent()) {
      client.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes());
    }
  }

  private void forward(Socket client, InputStream in, Head request, boolean cut)
      throws IOException {
    try (var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      server.setTcpNoDelay(true);
      var lines = new ArrayList<>(request.lines());
      lines.removeIf(line -> line.toLowerCase(Locale.ROOT).matches("(?s)(connection|expect):.*"));
      lines.add("Connection: close");
      server.getOutputStream().write(new Head(lines).bytes());
      continueIfAsked(client, request);
      if (request.length() > 1 && happens(faults.cut())) {
        copy(in, server.getOutputStream(), request.length() / 2);
        reset(client);
        return;
      }
      copy(in, server.getOutputStream(), request.length());
      back(client, new BufferedInputStream(server.getInputStream(), 1 << 16), request, cut);
    }
  }

  private void back(Socket client, InputStream in, Head request, boolean cut) throws IOException {
    var head = head(in);
    if (head.isEmpty()) {
      reset(client);
      return;
    }
    var lines = new ArrayList<>(head.get().lines());
    lines.removeIf(line -> line.toLowerCase(Locale.ROOT).startsWith("connection:"));
    lines.add("Connection: close");
    var out = client.getOutputStream();
    out.write(new Head(lines).bytes());
    if (request.first().startsWith("HEAD")) {
      return;
    }
    long length = head.get().header("content-length").isPresent() ? head.get().length() : -1;
    if (length > 1 && (cut || happens(faults.cut()))) {
      copy(in, out, length / 2);
      out.flush();
      reset(client);
      return;
    }
    copy(in, out, length < 0 ? Long.MAX_VALUE : length);
  }

  private void reset(Socket client) throws IOException {
    cuts.incrementAndGet();
    client.setSoLinger(true, 0);
    client.close();
  }

  private static Optional<Head> head(InputStream in) throws IOException {
    var text = new StringBuilder();
    while (text.length() < MOST_HEAD) {
      int next = in.read();
      if (next < 0) {
        return Optional.empty();
      }
      text.append((char) next);
      if (next == '\n' && text.toString().endsWith(END)) {
        var lines = text.substring(0, text.length() - END.length()).split("\r\n");
        return Optional.of(new Head(List.of(lines)));
      }
    }
    throw new IOException("a head without an end");
  }

  /** Until so many bytes are through, or no more come. */
  private static void copy(InputStream in, OutputStream out, long length) throws IOException {
    var buffer = new byte[1 << 16];
    long left = length;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        return;
      }
      out.write(buffer, 0, read);
      left -= read;
    }
    out.flush();
  }

  static String ok(String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    // Sent as it is, sign by sign.
    return "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(bytes.length, new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /** As S3 tells of a failure. */
  static String answer(int status, String code, String... headers) {
    var body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>told so</Message></Error>"
            .formatted(code);
    var more = new StringBuilder();
    for (var header : headers) {
      more.append(header).append("\r\n");
    }
    return "HTTP/1.1 %d %s\r\nContent-Type: application/xml\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(status, code, more, body.length(), body);
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
