package io.sluice.words;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A public channel as somebody types it: {@code @durov}, {@code t.me/durov} or another of
 * Telegram's links goes in, the channel's name comes out.
 *
 * @param name without {@code @}, in the case in which it was typed, which Telegram does not mind
 */
public record ChannelLink(String name) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{3,31}");
  private static final Pattern AT = Pattern.compile("@([^/\\\\.]*)");
  private static final Pattern WEB =
      Pattern.compile(
          "(?i)(?:https?://)?(?:www\\.)?(?:t\\.me|telegram\\.(?:me|dog))" + "(?:/([^?#]*).*)?");

  /** A form of the site's addresses since 2022. */
  private static final Pattern SUBDOMAIN =
      Pattern.compile("(?i)(?:https?://)?(?!www\\.)([^/?#@:.\\s]+)\\.t\\.me(?:[/?#].*)?");

  private static final Pattern WEB_APP =
      Pattern.compile("(?i)(?:https?://)?web\\.telegram\\.org(?:/[^#]*)?(?:#@?([^/?#]*).*)?");
  private static final Pattern APP = Pattern.compile("(?i)tg://([^?]*?)/?(?:\\?([^#]*).*)?");

  /** First parts of the site's addresses that are no names of channels. */
  private static final Set<String> OTHER_LINKS =
      Set.of(
          "addemoji",
          "addlist",
          "addstickers",
          "addtheme",
          "boost",
          "confirmphone",
          "contact",
          "giftcode",
          "invoice",
          "login",
          "proxy",
          "setlanguage",
          "share",
          "socks");

  public ChannelLink {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "'%s' is no name of a channel: 4 to 32 letters, digits and underscores, no digit first"
              .formatted(name));
    }
  }

  /** Whether a channel may be called so. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Whether it is meant as a channel, even if {@link #parse} refuses it; a plain word is not. */
  public static boolean looksLikeOne(String typed) {
    return typed != null
        && Stream.of(AT, WEB, SUBDOMAIN, WEB_APP, APP)
            .anyMatch(form -> form.matcher(typed.strip()).matches());
  }

  /**
   * @throws IllegalArgumentException if it is not the link of a public channel, saying why
   */
  public static ChannelLink parse(String typed) {
    var link = typed.strip();
    var at = AT.matcher(link);
    if (at.matches()) {
      return new ChannelLink(at.group(1));
    }
    var web = WEB.matcher(link);
    if (web.matches()) {
      return ofPath(web.group(1) == null ? "" : web.group(1));
    }
    var name = SUBDOMAIN.matcher(link);
    if (name.matches()) {
      return ofPath(name.group(1));
    }
    var webApp = WEB_APP.matcher(link);
    if (webApp.matches()) {
      return ofWebApp(webApp.group(1) == null ? "" : webApp.group(1));
    }
    var app = APP.matcher(link);
    if (app.matches()) {
      return ofApp(app.group(1).toLowerCase(Locale.ROOT), app.group(2));
    }
    throw new IllegalArgumentException(
        "'%s' is no link of a channel: type @name or https://t.me/name".formatted(typed));
  }

  /** What the channel is called in this program. */
  public String alias() {
    return "telegram:" + name.toLowerCase(Locale.ROOT);
  }

  private static ChannelLink ofPath(String path) {
    var parts = List.of(path.replaceFirst("(?i)^s/", "").split("/", 2));
    var first = parts.get(0).strip();
    if (first.isEmpty()) {
      throw new IllegalArgumentException("the link has no name: type https://t.me/name");
    }
    var kind = first.toLowerCase(Locale.ROOT);
    if (first.startsWith("+") || kind.equals("joinchat")) {
      throw needsAccount("an invite link");
    }
    if (kind.equals("c")) {
      throw needsAccount("a link into a private channel");
    }
    if (OTHER_LINKS.contains(kind)) {
      throw new IllegalArgumentException(
          "t.me/%s is no channel: type https://t.me/name".formatted(first));
    }
    return new ChannelLink(first);
  }

  /** The app in a browser writes a chat without a public name as a number. */
  private static ChannelLink ofWebApp(String chat) {
    if (chat.matches("-?\\d+(_\\d+)?")) {
      throw needsAccount("a link into a private chat");
    }
    return new ChannelLink(chat);
  }

  private static ChannelLink ofApp(String action, String query) {
    if (action.equals("join")) {
      throw needsAccount("an invite link");
    }
    if (action.equals("privatepost")) {
      throw needsAccount("a link into a private channel");
    }
    return Stream.of((query == null ? "" : query).split("&"))
        .filter(parameter -> action.equals("resolve") && parameter.startsWith("domain="))
        .map(parameter -> new ChannelLink(parameter.substring("domain=".length())))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "tg://%s names no channel: type tg://resolve?domain=name".formatted(action)));
  }

  private static IllegalArgumentException needsAccount(String what) {
    return new IllegalArgumentException(
        "%s needs an account, which the web preview does not have: export the channel with"
                .formatted(what)
            + " Telegram Desktop and collect the export");
  }
}
