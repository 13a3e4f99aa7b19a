package io.sluice.standin;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Answers for t.me: previews, landing pages, and whatever refusal or fault is due instead. */
final class PageSite implements Site {
  private static final Pattern PATH = Pattern.compile("/(s/)?(\\w+)(?:/\\d+)?/?");
  private static final StandInChannel.Page NO_POSTS =
      new StandInChannel.Page(List.of(), null, null);

  private final StandInChannels channels;
  private final PageWriter pages;
  private final Faults faults;
  private final ServedTally tally;
  private final RecordPages records;
  private final int emptyEvery;
  private final AtomicLong olderPages = new AtomicLong();

  PageSite(
      StandInOptions options,
      StandInChannels channels,
      PhotoUrls urls,
      Faults faults,
      ServedTally tally,
      RecordPages records) {
    this.channels = channels;
    this.pages = new PageWriter(urls);
    this.faults = faults;
    this.tally = tally;
    this.records = records;
    this.emptyEvery = options.emptyEvery;
  }

  @Override
  public Reply answer(VisitRequest request) throws InterruptedException {
    if (request.path().startsWith("/stand-in")) {
      return records.answer(request);
    }
    var match = PATH.matcher(request.path());
    if (!request.method().equals("GET") || !match.matches()) {
      return tally.served(Reply.html("other", request.method().equals("GET") ? 404 : 405, ""));
    }
    var channel = channels.find(match.group(2));
    var name = channel == null ? match.group(2) : channel.canonicalName();
    var before = request.query().containsKey("before");
    tally.pageAsked(name, before);
    faults.delay();
    if (!before) {
      faults.lookGate().pass(name);
    }
    var preview = match.group(1) != null;
    var kind = preview ? "page" : "landing";
    var refusal = refusal();
    if (refusal.isPresent()) {
      return tally.served(Reply.tooMany(kind, refusal.getAsInt()));
    }
    if (faults.softBan().holds()) {
      return tally.served(Reply.html("soft ban", 200, LandingWriter.contact(name)));
    }
    var reply =
        preview ? preview(channel, name, request) : Reply.html(kind, 200, landing(channel, name));
    return tally.served(faults.breakPage(reply));
  }

  private OptionalInt refusal() {
    var closed = faults.pageGate().refusal();
    return closed.isPresent() ? closed : faults.pageLimit().refusal();
  }

  private static String landing(StandInChannel channel, String name) {
    return channel == null ? LandingWriter.contact(name) : LandingWriter.view(channel);
  }

  private Reply preview(StandInChannel channel, String name, VisitRequest request) {
    var state = channel == null ? ShownAs.MISSING : channel.state();
    return switch (state) {
      case NORMAL -> page(channel, request);
      case EMPTY -> html("page", request, pages.page(channel, NO_POSTS, asked(request.query())));
      case SHELL -> Reply.html("page", 200, LandingWriter.contact(name));
      case STRANGE -> Reply.html("page", 200, LandingWriter.STRANGE);
      case MISSING, GROUP, PRIVATE, PREVIEW_OFF, RESTRICTED -> Reply.redirect("page", "/" + name);
    };
  }

  private Reply page(StandInChannel channel, VisitRequest request) {
    var before = number(request.query().get("before"));
    var after = number(request.query().get("after"));
    var wronglyEmpty =
        before != null && emptyEvery > 0 && olderPages.incrementAndGet() % emptyEvery == 0;
    var page = wronglyEmpty ? NO_POSTS : channel.page(before, after);
    var kind = wronglyEmpty ? "false end" : "page";
    return html(kind, request, pages.page(channel, page, asked(request.query())));
  }

  /** A script gets the same page as a JSON string. */
  private static Reply html(String kind, VisitRequest request, String page) {
    return request.headers().containsKey("x-requested-with")
        ? Reply.json(
            kind, '"' + new String(JsonStringEncoder.getInstance().quoteAsString(page)) + '"')
        : Reply.html(kind, 200, page);
  }

  private static Long number(String text) {
    return text != null && text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
  }

  private static String asked(Map<String, String> query) {
    for (var cursor : List.of("before", "after")) {
      var id = number(query.get(cursor));
      if (id != null) {
        return "?" + cursor + "=" + id;
      }
    }
    return "";
  }
}
