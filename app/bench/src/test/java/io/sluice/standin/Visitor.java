package io.sluice.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Asks a stand-in for pages and photos and finds in them what tests look at. */
final class Visitor {
  static final Pattern OLDER = Pattern.compile("rel=\"prev\" href=\"([^\"]+)\"");
  static final Pattern BLOCK = Pattern.compile("data-post=\"(\\w+)/(\\d+)\"");
  static final Pattern ALBUM_PHOTO =
      Pattern.compile("background-image:url\\('([^']+)'\\)\"[^>]+ href=\"[^\"]+/(\\d+)\\?single\"");
  private static final Pattern PHOTO =
      Pattern.compile("tgme_widget_message_photo_wrap [^>]+url\\('([^']+)'\\)");

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofMinutes(1)).build();
  private final StandIn standIn;

  Visitor(StandIn standIn) {
    this.standIn = standIn;
  }

  String photoUrl() {
    return all(PHOTO, page("/s/harbournews1")).stream()
        .reduce((one, next) -> next)
        .orElseThrow()
        .group(1);
  }

  String page(String path) {
    try {
      var response = get(path);
      assertThat(response.statusCode()).isEqualTo(200);
      return response.body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(path, e);
    }
  }

  /** Asks for a page by its path or for a photo by its address. */
  HttpResponse<String> get(String pathOrUrl) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(standIn.pages().resolve(pathOrUrl)));
  }

  /** Asks for a page as a page's own script does. */
  HttpResponse<String> getAsScript(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(standIn.pages().resolve(path));
    return send(request.header("X-Requested-With", "XMLHttpRequest"));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  byte[] bytes(String url) throws IOException, InterruptedException {
    return client
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray())
        .body();
  }

  /** The ids that a page announces: each block's, and those of an album's further photos. */
  static List<Long> ids(String page) {
    var ids = new HashSet<Long>();
    all(BLOCK, page).forEach(found -> ids.add(Long.valueOf(found.group(2))));
    all(ALBUM_PHOTO, page).forEach(found -> ids.add(Long.valueOf(found.group(2))));
    return ids.stream().sorted().toList();
  }

  static String first(Pattern pattern, String page) {
    var match = pattern.matcher(page);
    return match.find() ? match.group(1) : null;
  }

  static List<MatchResult> all(Pattern pattern, String page) {
    return pattern.matcher(page).results().toList();
  }
}
