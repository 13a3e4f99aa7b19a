package io.sluice.standin;

import static io.sluice.standin.TextMarkup.escaped;

import java.util.Locale;

/** Writes the page at a name's own address, which tells whether the name exists and what it is. */
final class LandingWriter {
  static final String STRANGE =
      """
      <!DOCTYPE html>
      <html><head><meta charset="utf-8"><title>Welcome aboard</title></head>
      <body><div id="app" data-build="77"></div><script>start()</script></body></html>
      """;

  private LandingWriter() {}

  /** Also what everything looks like during a soft ban. */
  static String contact(String name) {
    return page(
        "Contact @" + name,
        """
        <div class="tgme_page_icon"></div>
        <div class="tgme_page_description">If you have <strong>Telegram</strong>, you can contact \
        <a class="tgme_username_link" href="tg://resolve?domain=%s">@%s</a> right away.</div>
        """
            .formatted(name, name));
  }

  static String view(StandInChannel channel) {
    var number = String.format(Locale.ROOT, "%,d", channel.subscribers()).replace(',', ' ');
    return switch (channel.state()) {
      case MISSING, PRIVATE, SHELL -> contact(channel.canonicalName());
      case STRANGE -> STRANGE;
      case GROUP -> view(channel, number + " members, 17 online", "");
      case RESTRICTED ->
          view(
              channel,
              number + " subscribers",
              """
              <div class="tgme_page_description">This channel can't be displayed because it was \
              used to spread pornographic content.</div>
              """);
      case PREVIEW_OFF -> view(channel, number + " subscribers", "");
      case NORMAL, EMPTY ->
          view(
              channel,
              number + " subscribers",
              """
              <div class="tgme_page_context_link_wrap">\
              <a class="tgme_page_context_link" href="/s/%s">Preview channel</a></div>
              """
                  .formatted(channel.canonicalName()));
    };
  }

  private static String view(StandInChannel channel, String extra, String more) {
    return page(
        "View @" + channel.canonicalName(),
        """
        <div class="tgme_page_title"><span dir="auto">%s</span></div>
        <div class="tgme_page_extra">%s</div>
        %s"""
            .formatted(escaped(channel.title()), extra, more));
  }

  private static String page(String title, String body) {
    return """
        <!DOCTYPE html>
        <html><head><meta charset="utf-8"><title>Telegram: %s</title></head>
        <body><div class="tgme_page_wrap"><div class="tgme_body_wrap"><div class="tgme_page">
        %s</div></div></div></body></html>
        """
        .formatted(title, body);
  }
}
