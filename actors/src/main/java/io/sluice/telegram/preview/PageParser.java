package io.sluice.telegram.preview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.telegram.preview.PreviewPage.NoPosts;
import io.sluice.telegram.preview.PreviewPage.Posts;
import io.sluice.telegram.preview.PreviewPage.Strange;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * An answer of the preview site goes in, what it is comes out. A part of a page, as {@code
 * X-Requested-With} is answered, has posts and cursor but no frame around them.
 */
record PageParser(Document page) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern BEFORE = Pattern.compile("[?&]before=(\\d+)(?:[&#]|$)");
  private static final String POST = ".tgme_widget_message";
  private static final int SHOWN = 100;

  static PreviewPage parse(String html, URI base) {
    try {
      var whole = unwrapped(Objects.requireNonNullElse(html, "").strip());
      if (whole.isEmpty()) {
        return new Strange("an empty answer");
      }
      // Posts that are cut off would be taken for posts that are not there.
      if (whole.contains("<html") && !whole.contains("</html")) {
        return new Strange("a page that is cut: it has <html but no </html");
      }
      var address = base == null ? "" : base.toString();
      return new PageParser(Jsoup.parse(whole, address)).read();
    } catch (RuntimeException | StackOverflowError e) {
      // Whatever a library does on a stranger's bytes, a page must not end the stream.
      return new Strange("a page that could not be read: " + e.getClass().getSimpleName());
    }
  }

  private static String unwrapped(String answer) {
    try {
      return answer.startsWith("\"") ? JSON.readValue(answer, String.class).strip() : answer;
    } catch (JsonProcessingException e) {
      return answer;
    }
  }

  private PreviewPage read() {
    var before = before();
    var blocks = page.select(POST);
    if (!blocks.isEmpty()) {
      return posts(blocks, before);
    }
    if (page.selectFirst("[class*=no_messages_found]") != null && !LandingPage.restricts(page)) {
      return new NoPosts(title());
    }
    var landing = LandingPage.of(page);
    if (landing.isPresent()) {
      return landing.get();
    }
    if (before.isPresent()) {
      return new Posts(name(), title(), OptionalLong.empty(), List.of(), before);
    }
    return page.selectFirst(".tgme_channel_history") == null
        ? strange("neither a history nor a landing page")
        : strange("a history with neither posts nor the words that it has none");
  }

  private PreviewPage posts(List<Element> blocks, OptionalLong before) {
    var posts = new TreeMap<Long, Post>();
    var name = "";
    for (var block : blocks) {
      var link = PostLink.ofDataPost(block.attr("data-post")).orElse(null);
      if (link == null) {
        return new Strange(
            "a post without a readable data-post: '%s'".formatted(line(block.attr("data-post"))));
      }
      if (block.parents().is(POST)) {
        return new Strange("post %d within another post".formatted(link.id()));
      }
      name = name.isEmpty() ? link.name() : name;
      if (!link.in(name)) {
        return new Strange("data-post of two channels, %s and %s".formatted(name, link.name()));
      }
      posts.putIfAbsent(link.id(), PostParser.parse(block, link));
    }
    var channelId =
        blocks.stream()
            .map(block -> DataView.channelId(block.attr("data-view")))
            .flatMapToLong(OptionalLong::stream)
            .findFirst();
    return new Posts(name, title(), channelId, List.copyOf(posts.values()), before);
  }

  private OptionalLong before() {
    var buttons = page.select(".tme_messages_more[data-before]").eachAttr("data-before").stream();
    var links =
        page.select("link[rel=prev]").eachAttr("href").stream()
            .flatMap(href -> BEFORE.matcher(href).results())
            .map(found -> found.group(1));
    return Stream.concat(buttons, links)
        .map(PostLink::positive)
        .flatMapToLong(OptionalLong::stream)
        .findFirst();
  }

  private String name() {
    var name = page.selectFirst(".tgme_channel_info_header_username");
    return name == null ? "" : name.text().strip().replaceFirst("^@", "");
  }

  private String title() {
    var title = page.selectFirst(".tgme_channel_info_header_title");
    var meta = page.selectFirst("meta[property=og:title]");
    return title != null ? title.text() : meta != null ? meta.attr("content") : "";
  }

  private Strange strange(String what) {
    return new Strange(
        "%s; title '%s', text '%s'".formatted(what, line(page.title()), line(page.text())));
  }

  /** Short and in one line, whatever was in it. */
  private static String line(String text) {
    var beginning = text.codePoints().limit(SHOWN);
    return beginning
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString()
        .strip();
  }
}
