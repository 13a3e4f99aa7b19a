package io.sluice.page;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds links to pages at social networks; what shares or shows this page there is none. */
final class SocialLinks {
  private static final int MOST = 15;
  private static final Map<String, String> NETWORKS =
      Map.ofEntries(
          Map.entry("facebook.com", "facebook"),
          Map.entry("fb.com", "facebook"),
          Map.entry("instagram.com", "instagram"),
          Map.entry("linkedin.com", "linkedin"),
          Map.entry("twitter.com", "x"),
          Map.entry("x.com", "x"),
          Map.entry("youtube.com", "youtube"),
          Map.entry("tiktok.com", "tiktok"),
          Map.entry("pinterest.com", "pinterest"),
          Map.entry("pinterest.de", "pinterest"),
          Map.entry("xing.com", "xing"),
          Map.entry("vk.com", "vk"),
          Map.entry("ok.ru", "ok"),
          Map.entry("t.me", "telegram"),
          Map.entry("telegram.me", "telegram"),
          Map.entry("wa.me", "whatsapp"),
          Map.entry("whatsapp.com", "whatsapp"),
          Map.entry("threads.net", "threads"),
          Map.entry("threads.com", "threads"),
          Map.entry("bsky.app", "bluesky"),
          Map.entry("mastodon.social", "mastodon"),
          Map.entry("github.com", "github"),
          Map.entry("vimeo.com", "vimeo"),
          Map.entry("weibo.com", "weibo"),
          Map.entry("line.me", "line"),
          Map.entry("snapchat.com", "snapchat"),
          Map.entry("reddit.com", "reddit"),
          Map.entry("medium.com", "medium"),
          Map.entry("yelp.com", "yelp"),
          Map.entry("tripadvisor.com", "tripadvisor"),
          Map.entry("behance.net", "behance"),
          Map.entry("dribbble.com", "dribbble"),
          Map.entry("naver.com", "naver"));

  /** Paths that share, show or sign in. */
  private static final Pattern NOT_OWN =
      Pattern.compile(
          "/?|.*(sharer|/share|sharing|sharearticle|/intent|/dialog|/plugins|/submit|/pin/create|"
              + "/login|/signup|/policies|/privacy|/legal|/help|/about|/search|/hashtag|/watch|/embed|"
              + "/status/|/p/|/reel/|/tr\\?|/home|[?&](text|url|u|q)=|/explore|/terms|/ads).*");

  private SocialLinks() {}

  static List<SocialLink> of(List<Link> links) {
    var found = new ArrayList<SocialLink>();
    var known = new HashSet<String>();
    for (var link : links) {
      var host = PageAddress.host(link.address());
      var network = network(host);
      var path = PageAddress.path(link.address());
      if (network != null
          && found.size() < MOST
          && path.length() < 300
          && !NOT_OWN.matcher(path.toLowerCase(Locale.ROOT)).matches()
          && known.add(network + ownPath(path))) {
        found.add(new SocialLink(network, CleanText.line(link.address(), 300)));
      }
    }
    return found;
  }

  /** By the host's last two names. */
  private static String network(String host) {
    int last = host.lastIndexOf('.');
    if (last < 1) {
      return null;
    }
    int before = host.lastIndexOf('.', last - 1);
    return NETWORKS.get(host.substring(before + 1));
  }

  private static String ownPath(String path) {
    int query = path.indexOf('?');
    var own = (query < 0 ? path : path.substring(0, query)).toLowerCase(Locale.ROOT);
    return own.endsWith("/") ? own.substring(0, own.length() - 1) : own;
  }
}
