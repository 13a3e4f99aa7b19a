package io.sluice.standin.site;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * Stands in for up to half a million websites, with names of their own, at one port of this
 * machine: its options go in, and a list of the sites, what is to become of each, and a record of
 * who has asked for what come out.
 */
public final class ManySites implements AutoCloseable {
  private final Options options;
  private final InventedNames names;
  private final InventedAuthority authority;
  private final VisitRecord record;
  private final SiteServer server;
  private final HttpServer told;

  /**
   * @param count of sites
   * @param port 0 for any free one
   * @param dnsPort the same, of the names
   * @param leastLatency milliseconds before an answer, drawn for each site
   * @param onlyPlain whether none of them fails in any way
   */
  public record Options(
      int count,
      int port,
      int dnsPort,
      long seed,
      int leastLatency,
      int mostLatency,
      boolean onlyPlain) {
    public Options {
      if (count < 1 || leastLatency < 0 || mostLatency < leastLatency) {
        throw new IllegalArgumentException("There is a site, and latency from less to more");
      }
    }

    /** As in the show: 0.5 to 2 s, and all kinds. */
    public static Options of(int count) {
      return new Options(count, 0, 0, 1, 500, 2000, false);
    }

    public Options latency(int least, int most) {
      return new Options(count, port, dnsPort, seed, least, most, onlyPlain);
    }
  }

  private ManySites(Options options) throws IOException, GeneralSecurityException {
    this.options = options;
    record = new VisitRecord(options.count());
    authority = new InventedAuthority();
    var answers = new SiteAnswers(options, record, authority);
    names = new InventedNames(options);
    server = new SiteServer(options.port(), answers);
    answers.at(server.port());
    server.start();
    told = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    told.createContext(
        "/",
        exchange -> {
          var body = record.json().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    told.start();
  }

  /**
   * @throws UncheckedIOException where a port cannot be had
   */
  public static ManySites start(Options options) {
    try {
      return new ManySites(options);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the sites do not start at port %d, with their names at %d (0 is any free one): %s"
              .formatted(options.port(), options.dnsPort(), e.getMessage()),
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The sites do not start", e);
    }
  }

  /** Of all sites; who connects without TLS is sent on where a site wants it. */
  public int port() {
    return server.port();
  }

  /** Of this machine, by UDP. */
  public int dnsPort() {
    return names.port();
  }

  /** Where the record is told as JSON. */
  public String recordAddress() {
    return "http://127.0.0.1:" + told.getAddress().getPort() + "/";
  }

  public VisitRecord record() {
    return record;
  }

  /** Questions for names. */
  public long namesAsked() {
    return names.asked();
  }

  public SiteKind kind(int number) {
    return MadeSite.of(number, options).kind();
  }

  /** As the list has it, with its port where that is not the usual one. */
  public String address(int number) {
    var site = MadeSite.of(number, options);
    var host = site.host() + (port() == 80 ? "" : ":" + port());
    return number % 3 == 0 && port() != 80 ? "http://" + host : host;
  }

  /**
   * Writes {@code sites.csv}, {@code truth.csv} and {@code authority.p12}, the store of what to
   * trust with the password {@code changeit}.
   */
  public void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (var list = Files.newBufferedWriter(directory.resolve("sites.csv"));
        var truth = Files.newBufferedWriter(directory.resolve("truth.csv"))) {
      list.write("Company Name,Website URL,Industry\r\n");
      truth.write("host,kind,expected\r\n");
      for (int i = 0; i < options.count(); i++) {
        var site = MadeSite.of(i, options);
        list.write(site.company() + "," + address(i) + ",Pumps\r\n");
        truth.write(site.host() + "," + site.kind() + "," + site.kind().expected() + "\r\n");
      }
    }
    try {
      authority.write(directory.resolve("authority.p12"));
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    told.stop(0);
    names.close();
    server.close();
  }
}
