package io.sluice.standin.site;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Answers what addresses the names of the stand-in have, as a server of names by UDP does. */
final class InventedNames implements AutoCloseable {
  private static final int HEADER = 12;
  private static final int MOST = 512;
  private static final int QUESTION_END = 4;
  private static final short ADDRESS = 1;
  private static final short ANSWER = (short) 0x8580;
  private static final short NOT_THERE = (short) 0x8583;
  private static final int LIFE_SECONDS = 60;

  /** As long as it takes to learn that a name is not there, and that it is. */
  private static final int UNKNOWN_MILLIS = 200;

  private static final int KNOWN_MILLIS = 15;

  private final DatagramSocket socket;
  private final ManySites.Options options;
  private final ScheduledExecutorService later = Executors.newScheduledThreadPool(1, daemons());
  private final AtomicLong asked = new AtomicLong();

  InventedNames(ManySites.Options options) throws IOException {
    this.options = options;
    socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", options.dnsPort()));
    socket.setReceiveBufferSize(1 << 20);
    daemons().newThread(this::serve).start();
  }

  private static ThreadFactory daemons() {
    return task -> {
      var thread = new Thread(task, "invented-names");
      thread.setDaemon(true);
      return thread;
    };
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Questions up to now. */
  long asked() {
    return asked.get();
  }

  private void serve() {
    var buffer = new byte[MOST];
    while (!socket.isClosed()) {
      try {
        var packet = new DatagramPacket(buffer, MOST);
        socket.receive(packet);
        asked.incrementAndGet();
        answer(Arrays.copyOf(buffer, packet.getLength()), packet.getAddress(), packet.getPort());
      } catch (IOException | RuntimeException e) {
        // What is no question has no answer.
      }
    }
  }

  private void answer(byte[] question, InetAddress from, int port) {
    int end = HEADER;
    var name = new StringBuilder();
    for (int length = question[end]; length != 0; length = question[end]) {
      name.append(name.isEmpty() ? "" : ".");
      name.append(new String(question, end + 1, length, StandardCharsets.US_ASCII));
      end += length + 1;
    }
    end += 1 + QUESTION_END;
    var site =
        MadeSite.number(name.toString().toLowerCase(Locale.ROOT), options.count())
            .map(number -> MadeSite.of(number, options))
            .filter(one -> one.kind() != SiteKind.NO_NAME)
            .orElse(null);
    boolean isAddress = question[end - 3] == ADDRESS && question[end - 4] == 0;
    var reply = ByteBuffer.allocate(end + 16);
    reply.put(question, 0, 2).putShort(site == null ? NOT_THERE : ANSWER).putShort((short) 1);
    reply.putShort((short) (site != null && isAddress ? 1 : 0)).putInt(0);
    reply.put(question, HEADER, end - HEADER);
    if (site != null && isAddress) {
      reply.putShort((short) (0xc000 | HEADER)).putShort(ADDRESS).putShort((short) 1);
      reply.putInt(LIFE_SECONDS).putShort((short) 4).put(site.address());
    }
    var packet = new DatagramPacket(reply.array(), reply.position(), from, port);
    later.schedule(
        () -> send(packet), site == null ? UNKNOWN_MILLIS : KNOWN_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void send(DatagramPacket packet) {
    try {
      socket.send(packet);
    } catch (IOException e) {
      // Who asked has gone, or asks again.
    }
  }

  @Override
  public void close() {
    socket.close();
    later.shutdownNow();
  }
}
