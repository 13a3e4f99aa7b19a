package io.sluice.persistence;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Speaks as much of PostgreSQL's protocol as a driver needs to connect and to learn the version,
 * since servers that old are not at hand. Every statement succeeds; one that shows a setting gives
 * the transaction isolation level.
 */
final class OldServer implements AutoCloseable {
  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final String version;

  OldServer(String version) throws IOException {
    this.version = version;
    var acceptor = new Thread(this::accept, "old-server");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  String host() {
    return "127.0.0.1:" + listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        var client = listening.accept();
        var thread = new Thread(() -> serve(client), "old-server-client");
        thread.setDaemon(true);
        thread.start();
      } catch (SocketException closed) {
        return;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        var in = new DataInputStream(client.getInputStream());
        var out = new DataOutputStream(client.getOutputStream())) {
      in.skipNBytes(in.readInt() - Integer.BYTES);
      answer(out, 'R', new byte[Integer.BYTES]);
      parameter(out, "server_version", version);
      parameter(out, "client_encoding", "UTF8");
      parameter(out, "DateStyle", "ISO, MDY");
      parameter(out, "integer_datetimes", "on");
      parameter(out, "standard_conforming_strings", "on");
      ready(out);
      var shows = false;
      while (true) {
        var kind = in.readByte();
        var body = in.readNBytes(in.readInt() - Integer.BYTES);
        if (kind == 'P') {
          shows = new String(body, StandardCharsets.US_ASCII).contains("SHOW ");
        }
        answerStatement(kind, shows, out);
      }
    } catch (EOFException | SocketException gone) {
      // The driver has hung up.
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void answerStatement(byte kind, boolean shows, DataOutputStream out)
      throws IOException {
    switch (kind) {
      case 'P' -> answer(out, '1', new byte[0]);
      case 'B' -> answer(out, '2', new byte[0]);
      case 'D' -> answer(out, shows ? 'T' : 'n', shows ? column() : new byte[0]);
      case 'E' -> {
        if (shows) {
          answer(out, 'D', row("read committed"));
        }
        answer(out, 'C', text("DONE"));
      }
      case 'S' -> ready(out);
      case 'Q' -> {
        answer(out, 'C', text("DONE"));
        ready(out);
      }
      default -> {}
    }
  }

  /** Of type text, described as in chapter "Message Formats" of PostgreSQL's manual. */
  private static byte[] column() {
    var name = text("shown");
    return ByteBuffer.allocate(20 + name.length)
        .putShort((short) 1)
        .put(name)
        .putInt(0)
        .putShort((short) 0)
        .putInt(25)
        .putShort((short) -1)
        .putInt(-1)
        .putShort((short) 0)
        .array();
  }

  private static byte[] row(String value) {
    return ByteBuffer.allocate(6 + value.length())
        .putShort((short) 1)
        .putInt(value.length())
        .put(value.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  private static void parameter(DataOutputStream out, String name, String value)
      throws IOException {
    answer(out, 'S', text(name + "\0" + value));
  }

  private static void ready(DataOutputStream out) throws IOException {
    answer(out, 'Z', new byte[] {'I'});
    out.flush();
  }

  private static void answer(DataOutputStream out, char kind, byte[] body) throws IOException {
    out.writeByte(kind);
    out.writeInt(Integer.BYTES + body.length);
    out.write(body);
  }

  private static byte[] text(String text) {
    return (text + "\0").getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
