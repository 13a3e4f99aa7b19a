package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedAddressTest {
  private static final ActorTestKit KIT = ActorTestKit.create();

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private static void assertRefused(Client client, String uri, String reason) throws Exception {
    assertThat(client.failure(URI.create(uri), Client.BOUNDS))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(reason);
  }

  private static RawServer redirectingTo(String location) throws IOException {
    return RawServer.saying(
        "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::a00:1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1"
      })
  void private_addresses_are_refused(String address) throws Exception {
    var names = Client.resolving("93.184.216.34", address);
    var client = new Client(KIT, "", names, new ByteBudget(100));
    assertRefused(client, "http://photos.example/a.jpg", "photos.example (");
    var literal = address.contains(":") ? "[" + address + "]" : address;
    assertRefused(new Client(KIT, ""), "http://" + literal + "/", " is refused: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.1",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:4860:4860::8888",
        "2606:4700::1111",
        "2a00:1450::1",
        "3ffe::1"
      })
  void public_addresses_are_not(String address) throws Exception {
    assertThat(BlockedAddresses.reason(InetAddress.getByName(address))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://127.1/",
        "http://0177.0.0.1/",
        "http://127.0.0.1./",
        "http://localhost/",
        "http://localhost./",
        "http://LOCALHOST/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[0:0:0:0:0:0:0:1]/",
        "http://[fe80::1%25lo]/",
        "http://127.0.0.1:443/",
        "http:///a",
        "http:/a",
        "http:a",
        "//1.1.1.1/a",
        "a",
        "ftp://1.1.1.1/",
        "file:///etc/passwd",
        "jar:http://1.1.1.1!/",
        "http://user@1.1.1.1/",
        "http://user:word@1.1.1.1/",
        "http://@1.1.1.1/",
        "http://1.1.1.1:22/",
        "http://1.1.1.1:8080/",
        "https://1.1.1.1:0/"
      })
  void odd_forms_are_refused(String uri) throws Exception {
    assertRefused(new Client(KIT, ""), uri, " is refused: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://10.1.2.3/ | 10.1.2.3 is refused: private, 10.0.0.0/8",
        "http://1.1.1.1:22/ | 1.1.1.1 is refused: port 22, only 80 and 443 are used",
        "http://a:secret@b.example/ | b.example is refused: the address holds a user",
        "gopher://b.example/ | b.example is refused: neither http nor https",
      })
  void a_refusal_says_why(String uri, String message) throws Exception {
    assertThat(new Client(KIT, "").failure(URI.create(uri), Client.BOUNDS)).hasMessage(message);
  }

  @Test
  void a_name_for_a_private_address_is_refused() throws Exception {
    try (var server = RawServer.saying(RawServer.ok("", "secret"))) {
      var names = Client.resolving("127.0.0.1");
      var client = new Client(KIT, "127.0.0.1:1", names, new ByteBudget(100));
      assertThat(client.failure(URI.create("http://a.example:" + server.port()), Client.BOUNDS))
          .hasMessage("a.example (127.0.0.1) is refused: loopback, 127.0.0.0/8");
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void what_is_allowed_is_that_address_and_nothing_else() throws Exception {
    try (var allowed = RawServer.saying(RawServer.ok("", "a"));
        var other = RawServer.saying(RawServer.ok("", "b"))) {
      var client = Client.of(KIT, allowed);
      Client.answer(client.http(), allowed.uri("/"), Client.BOUNDS).close();
      assertRefused(client, other.uri("/").toString(), "loopback");
      assertRefused(client, "http://127.0.0.2:" + allowed.port(), "loopback");
      assertRefused(client, "http://[::1]:" + allowed.port(), "loopback");
      assertThat(other.connections()).isZero();
    }
  }

  @Test
  void a_redirect_is_given_back_and_not_followed() throws Exception {
    try (var server = redirectingTo("http://169.254.169.254/latest/meta-data/")) {
      var client = Client.of(KIT, server);
      try (var answer = Client.answer(client.http(), server.uri("/"), Client.BOUNDS)) {
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).contains("http://169.254.169.254/latest/meta-data/");
      }
    }
  }
}
