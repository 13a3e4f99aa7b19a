package io.sluice.http;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A name server on loopback that says what a test wants of each name. */
public final class NameServer implements AutoCloseable {
  static final int A = 1;
  static final int CNAME = 5;
  static final int AAAA = 28;
  private static final int TRUNCATED = 0x0200;
  private static final int ANSWER = 0x8180;

  public interface Knowledge {
    /** What is said to a question; null for nothing. */
    Said of(String name, int type);
  }

  /**
   * One answer.
   *
   * @param code 0, or what is wrong
   */
  public record Said(int code, boolean truncated, List<Record> records) {
    public static Said code(int code) {
      return new Said(code, false, List.of());
    }

    public static Said records(Record... records) {
      return new Said(0, false, List.of(records));
    }
  }

  public record Record(int type, byte[] data) {
    public static Record address(String address) {
      var bytes = AddressRange.address(address).getAddress();
      return new Record(bytes.length == 4 ? A : AAAA, bytes);
    }

    public static Record alias(String name) {
      return new Record(CNAME, encoded(name));
    }
  }

  private final DatagramSocket socket;
  private final ServerSocket listening;
  private final Knowledge knowledge;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  public NameServer(Knowledge knowledge) throws IOException {
    this.knowledge = knowledge;
    listening = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    socket = new DatagramSocket(listening.getLocalSocketAddress());
    daemon(this::serve);
    daemon(this::serveLong);
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) listening.getLocalSocketAddress();
  }

  /** Names that were asked for, with the type of what of them. */
  List<String> asked() {
    return asked;
  }

  private interface Serving {
    void run() throws IOException;
  }

  private static void daemon(Serving serving) {
    var thread =
        new Thread(
            () -> {
              try {
                serving.run();
              } catch (IOException closed) {
                // The test is over.
              }
            },
            "name-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() throws IOException {
    while (true) {
      var packet = new DatagramPacket(new byte[4096], 4096);
      socket.receive(packet);
      var answer = answer(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()), false);
      if (answer.length > 0) {
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    }
  }

  private void serveLong() throws IOException {
    while (true) {
      try (var one = listening.accept()) {
        var in = new DataInputStream(one.getInputStream());
        var answer = answer(ByteBuffer.wrap(in.readNBytes(in.readUnsignedShort())), true);
        var out = ByteBuffer.allocate(answer.length + 2);
        out.putShort((short) answer.length).put(answer);
        one.getOutputStream().write(out.array());
        one.getOutputStream().flush();
      }
    }
  }

  private byte[] answer(ByteBuffer question, boolean whole) {
    short id = question.getShort();
    question.position(12);
    var name = name(question);
    int type = question.getShort();
    asked.add(name + " " + type);
    var said = knowledge.of(name, type);
    if (said == null) {
      return new byte[0];
    }
    boolean cut = said.truncated() && !whole;
    var records = cut ? List.<Record>of() : said.records();
    var out = ByteBuffer.allocate(8192);
    out.putShort(id);
    out.putShort((short) (ANSWER | said.code() | (cut ? TRUNCATED : 0)));
    out.putShort((short) 1).putShort((short) records.size()).putInt(0);
    out.put(encoded(name)).putShort((short) type).putShort((short) 1);
    for (var record : records) {
      out.put(encoded(name)).putShort((short) record.type()).putShort((short) 1).putInt(60);
      out.putShort((short) record.data().length).put(record.data());
    }
    var bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private static String name(ByteBuffer from) {
    var name = new StringBuilder();
    for (int length = from.get(); length > 0; length = from.get()) {
      var label = new byte[length];
      from.get(label);
      name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
    }
    return name.toString();
  }

  private static byte[] encoded(String name) {
    var out = new ByteArrayOutputStream();
    for (var label : name.split("\\.")) {
      out.write(label.length());
      out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    out.write(0);
    return out.toByteArray();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    listening.close();
  }
}
