package io.sluice.cluster;

import io.sluice.persistence.DatabaseAddress;
import io.sluice.settings.InvalidSettingException;
import io.sluice.settings.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;

/** Reads NODE_HOST: an address of this machine comes out, or that it is to be found out. */
public final class NodeHost {
  static final String KEY = "NODE_HOST";
  static final String AUTO = "auto";

  private NodeHost() {}

  /**
   * {@code auto}, or the address in digits.
   *
   * @throws InvalidSettingException if it is no address of this machine
   */
  static String from(SettingsReader settings) {
    var text = settings.text(KEY);
    if (text.equalsIgnoreCase(AUTO)) {
      return AUTO;
    }
    try {
      var address = InetAddress.getByName(text);
      if (!text.isEmpty() && isOwn(address)) {
        return digits(address);
      }
    } catch (UnknownHostException | SocketException e) {
      // Told below.
    }
    throw settings.refused(
        KEY, "auto, or an address or name of this machine by which other nodes reach it");
  }

  private static boolean isOwn(InetAddress address) throws SocketException {
    return address.isLoopbackAddress()
        || !address.isAnyLocalAddress() && NetworkInterface.getByInetAddress(address) != null;
  }

  /** This machine's address on the way to the database. */
  static String towards(DatabaseAddress database) {
    int end = database.host().lastIndexOf(':');
    var host = database.host().substring(0, end);
    // A datagram socket that is connected has chosen its way, and has sent nothing.
    try (var socket = new DatagramSocket()) {
      var server = InetAddress.getByName(host);
      socket.connect(
          new InetSocketAddress(server, Integer.parseInt(database.host().substring(end + 1))));
      return server.isLoopbackAddress() ? "127.0.0.1" : digits(socket.getLocalAddress());
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidSettingException(
          KEY,
          "must name this machine's address, since there is no way to the database's machine %s by which to find it, was auto"
              .formatted(host));
    }
  }

  /** The address if it is one that only this machine reaches; nothing is said of wrong ones. */
  public static Optional<String> loopback(String text) {
    try {
      return Optional.of(InetAddress.getByName(text.strip()))
          .filter(address -> !text.isBlank() && address.isLoopbackAddress())
          .map(NodeHost::digits);
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static String digits(InetAddress address) {
    return address.getHostAddress();
  }
}
