package io.sluice.standin.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.persistence.Waiting;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in is asked by plain sockets, so that nothing of the program hides what it does. */
class ManySitesTest {
  private static final int COUNT = 10_000;

  @TempDir static Path directory;
  private static ManySites sites;

  @BeforeAll
  static void start() throws IOException {
    sites = ManySites.start(ManySites.Options.of(COUNT).latency(0, 5));
    sites.write(directory);
  }

  @AfterAll
  static void stop() throws IOException {
    sites.close();
  }

  private static MadeSite site(SiteKind kind, boolean secure) {
    var options = ManySites.Options.of(COUNT).latency(0, 5);
    return IntStream.range(0, COUNT)
        .mapToObj(i -> MadeSite.of(i, options))
        .filter(site -> site.kind() == kind && site.secure() == secure)
        .findFirst()
        .orElseThrow();
  }

  private static String ask(Socket socket, String host, String path) throws IOException {
    var request = "GET " + path + " HTTP/1.1\r\nHost: " + host + ":1\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.setSoTimeout(10_000);
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String get(String host, String path) throws IOException {
    try (var socket = new Socket(InetAddress.getByName("127.3.4.5"), sites.port())) {
      return ask(socket, host, path);
    }
  }

  private static String secure(String host) throws IOException, GeneralSecurityException {
    var store =
        KeyStore.getInstance(directory.resolve("authority.p12").toFile(), "changeit".toCharArray());
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    var plain = new Socket(InetAddress.getByName("127.3.4.5"), sites.port());
    try (var socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, host, sites.port(), true)) {
      var parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      return ask(socket, host, "/");
    }
  }

  @Test
  void sites_have_pages_in_twelve_languages_with_a_way_to_their_contact_page() throws IOException {
    for (var language : SiteLanguage.values()) {
      var site =
          IntStream.range(0, COUNT)
              .mapToObj(i -> MadeSite.of(i, ManySites.Options.of(COUNT)))
              .filter(one -> one.language() == language && one.kind() == SiteKind.PLAIN)
              .filter(one -> !one.secure())
              .findFirst()
              .orElseThrow();
      var home = get(site.host(), "/");
      assertThat(home).startsWith("HTTP/1.1 200 OK").contains(language.contact(), site.company());
      assertThat(home.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(60_000, 105_000);
      assertThat(get(site.host(), language.contactPath())).contains("<form");
    }
  }

  @Test
  void names_lead_to_this_machine_but_for_some() throws IOException {
    var plain = site(SiteKind.PLAIN, false);

    assertThat(addresses(plain.host(), 1)).containsExactly(plain.address());
    assertThat(addresses("www." + plain.host(), 1)).containsExactly(plain.address());
    assertThat(addresses(plain.host(), 28)).isEmpty();
    assertThat(addresses(site(SiteKind.PRIVATE_NAME, false).host(), 1).get(0)[0])
        .isEqualTo((byte) 10);
    long before = System.nanoTime();
    assertThatThrownBy(() -> addresses(site(SiteKind.NO_NAME, false).host(), 1))
        .hasMessageContaining("3");
    assertThat((System.nanoTime() - before) / 1_000_000).isGreaterThanOrEqualTo(190);
    assertThatThrownBy(() -> addresses("site" + COUNT + ".test", 1)).hasMessageContaining("3");
  }

  /** Fails with the code of the answer. */
  private static List<byte[]> addresses(String host, int type) throws IOException {
    var question = ByteBuffer.allocate(300);
    question
        .putShort((short) 77)
        .putShort((short) 0x100)
        .putShort((short) 1)
        .putShort((short) 0)
        .putInt(0);
    for (var label : host.split("\\.")) {
      question.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
    }
    question.put((byte) 0).putShort((short) type).putShort((short) 1);
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(5000);
      var to = new InetSocketAddress("127.0.0.1", sites.dnsPort());
      socket.send(new DatagramPacket(question.array(), question.position(), to));
      var answer = new DatagramPacket(new byte[512], 512);
      socket.receive(answer);
      var bytes = answer.getData();
      if ((bytes[3] & 0xf) != 0) {
        throw new IOException("code " + (bytes[3] & 0xf));
      }
      int end = answer.getLength();
      return bytes[7] == 0 ? List.of() : List.of(Arrays.copyOfRange(bytes, end - 4, end));
    }
  }

  @Test
  void some_speak_tls_with_a_certificate_of_their_own() throws Exception {
    var site = site(SiteKind.PLAIN, true);

    assertThat(secure(site.host())).startsWith("HTTP/1.1 200 OK").contains(site.company());
    assertThat(get(site.host(), "/x"))
        .contains("Location: https://" + site.host() + ":" + sites.port() + "/x");
    assertThatThrownBy(() -> secure(site(SiteKind.FALSE_NAME, true).host()))
        .isInstanceOf(SSLException.class);
  }

  @Test
  void each_kind_fails_in_its_own_way() throws IOException {
    assertThat(get(site(SiteKind.FLOOD_429, false).host(), "/"))
        .startsWith("HTTP/1.1 429")
        .contains("Retry-After: 2");
    assertThat(get(site(SiteKind.FLOOD_429, false).host(), "/")).startsWith("HTTP/1.1 200");
    assertThat(get(site(SiteKind.FLOOD_503, false).host(), "/")).startsWith("HTTP/1.1 503");
    assertThat(get(site(SiteKind.WWW, false).host(), "/")).contains("Location: http://www.");
    assertThat(get(site(SiteKind.OTHER_HOST, false).host(), "/"))
        .contains("Location: http://brand");
    assertThat(get(site(SiteKind.LOOP, false).host(), "/")).contains("Location: /again/");
    assertThat(get(site(SiteKind.DISALLOWED, false).host(), "/robots.txt"))
        .contains("Disallow: /\n");
    assertThat(get(site(SiteKind.ROBOTS_5XX, false).host(), "/robots.txt"))
        .startsWith("HTTP/1.1 503");
    assertThat(get(site(SiteKind.CHALLENGE, false).host(), "/")).contains("cf-mitigated");
    assertThat(get(site(SiteKind.PRIVATE_REDIRECT, false).host(), "/"))
        .contains("http://10.0.0.1/");
    assertThatThrownBy(() -> get(site(SiteKind.RESETS, false).host(), "/"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void a_silent_site_is_left_when_its_client_goes() throws IOException {
    var silent = site(SiteKind.SILENT, false);
    try (var socket = new Socket(InetAddress.getByName("127.3.4.5"), sites.port())) {
      var request = "GET / HTTP/1.1\r\nHost: " + silent.host() + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      Waiting.until(() -> sites.record().open(silent.number()) == 1);
    }
    Waiting.until(() -> sites.record().open(silent.number()) == 0);
  }

  @Test
  void shares_are_those_of_the_show() {
    var silent = IntStream.range(0, COUNT).filter(i -> sites.kind(i) == SiteKind.SILENT).count();
    var dead = IntStream.range(0, COUNT).filter(i -> sites.kind(i) == SiteKind.NO_NAME).count();

    assertThat(silent).isBetween(900L, 1100L);
    assertThat(dead).isBetween(240L, 360L);
  }

  @Test
  void the_lists_tell_of_every_site() throws IOException {
    assertThat(Files.readAllLines(directory.resolve("sites.csv"))).hasSize(COUNT + 1);
    assertThat(Files.readAllLines(directory.resolve("truth.csv")))
        .hasSize(COUNT + 1)
        .anyMatch(line -> line.endsWith(",NO_NAME,FAILED nxdomain"));
  }

  @Test
  void counts_who_was_asked_too_soon() throws IOException {
    var record = new VisitRecord(2);
    record.begin(0);
    record.begin(0);
    record.end(0);
    record.sent(200);
    record.begin(1);
    record.end(1);
    record.sent(404);
    assertThat(record.json())
        .contains("\"requests\":3", "\"mostOpenOfOneSite\":2", "\"sitesTreatedBadly\":1")
        .contains("\"answers\":{\"200\":1,\"404\":1}");
    record.begin(1);
    assertThat(record.json()).contains("\"withinASecond\":1", "\"sitesTreatedBadly\":2");
    record.begin(3);
    record.givenUp(3);
    record.begin(3);
    assertThat(record.json()).contains("\"withinASecond\":2", "\"numbersOfThese\":[0,1,3]");
  }
}
