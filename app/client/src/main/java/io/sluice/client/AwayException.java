package io.sluice.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.terminal.Printable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** No node could be asked; the message says why and what to do. */
public final class AwayException extends IOException {
  AwayException(String words, Throwable cause) {
    super(words, cause);
  }

  /** Whether asking again later is in vain: what answers is no node, or not to be trusted. */
  public boolean isForGood() {
    return getCause() == null
        || getCause() instanceof SSLException
        || getCause() instanceof JsonProcessingException;
  }

  /** What came of asking the node at an address, in words for people. */
  static AwayException of(String url, IOException e) {
    return e instanceof AwayException known ? known : new AwayException(words(url, e), e);
  }

  private static String words(String url, IOException e) {
    if (e instanceof SSLException) {
      return tls(url, String.valueOf(e.getMessage()));
    }
    if (e instanceof UnknownHostException) {
      return "the host of %s is not known here: name another with --url".formatted(url);
    }
    boolean late = e instanceof SocketTimeoutException;
    if (late && !String.valueOf(e.getMessage()).toLowerCase().contains("connect")) {
      return "the node at %s gave no answer in time: look at its log".formatted(url);
    }
    if (late || e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return "no node answers at %s: start one with ./sluice node, or name another with --url"
          .formatted(url);
    }
    return "the connection to %s broke (%s): is that a node, and is it %s?"
        .formatted(
            url,
            Printable.text(String.valueOf(e.getMessage())),
            url.startsWith("https:") ? "still there" : "http and not https");
  }

  private static String tls(String url, String said) {
    if (said.contains("PKIX") || said.contains("trustAnchors")) {
      return "the certificate of %s is signed by nobody known here: name the file of who signed it"
              .formatted(url)
          + " with --ca or API_CA";
    }
    if (said.contains("subject alternative") || said.contains("No name matching")) {
      return "the certificate of %s is for another name: use that name in --url".formatted(url);
    }
    if (said.contains("Unsupported or unrecognized")) {
      return "%s speaks no TLS: use http:// in --url".formatted(url);
    }
    return "TLS with %s failed: %s".formatted(url, Printable.text(said));
  }
}
