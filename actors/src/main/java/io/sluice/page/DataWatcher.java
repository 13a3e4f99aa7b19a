package io.sluice.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.nodes.Element;

/** Gathers what a page says in forms for machines: JSON-LD, microdata, hCards. */
final class DataWatcher implements Watcher {
  private static final int THINGS = 20;
  private static final int VALUES = 150;
  private static final int VALUE = 200;

  /** An element with a type of schema.org that is open, and what was found in it. */
  private record Open(Element element, String type, Map<String, String> fields) {}

  private final SchemaReader schema = new SchemaReader();
  private final List<SchemaThing> things = new ArrayList<>();
  private final List<PostalAddress> addresses = new ArrayList<>();
  private final List<String> addressElements = new ArrayList<>();
  private final Map<String, String> card = new LinkedHashMap<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private Element cardElement;
  private Element addressElement;
  private CleanText addressText = new CleanText(VALUE);
  private int values;

  @Override
  public void enter(Element element, Place place) {
    var tag = element.normalName();
    if (tag.equals("script")) {
      if (element.attr("type").toLowerCase(Locale.ROOT).contains("ld+json")) {
        schema.read(element.data());
      }
      return;
    }
    if (addressElement != null && (element.isBlock() || tag.equals("br"))) {
      addressText.endLine();
    } else if (tag.equals("address") && addressElement == null && place.isShown()) {
      addressElement = element;
      addressText = new CleanText(VALUE);
    }
    if (element.attributesSize() > 0) {
      microdata(element);
      card(element);
    }
  }

  @Override
  public void read(String words, Place place) {
    if (addressElement != null) {
      addressText.add(words);
    }
  }

  @Override
  public void leave(Element element, Place place) {
    if (element == addressElement) {
      if (!addressText.isEmpty() && addressElements.size() < THINGS) {
        addressElements.add(addressText.toString());
      }
      addressElement = null;
    }
    if (element == cardElement) {
      finishCard();
    }
    if (!open.isEmpty() && open.peek().element() == element) {
      finishThing();
    }
  }

  List<SchemaThing> things() {
    var all = new ArrayList<>(schema.things());
    all.addAll(things);
    return all;
  }

  /** Of hCards. */
  List<PostalAddress> addresses() {
    return addresses;
  }

  /** What stands in elements for addresses, with its lines. */
  List<String> addressElements() {
    return addressElements;
  }

  private void microdata(Element element) {
    var property = element.attr("itemprop");
    boolean isScope = element.hasAttr("itemscope");
    if (!property.isEmpty() && !isScope && !open.isEmpty() && ++values < VALUES) {
      for (var name : property.split("\\s+")) {
        open.peek().fields().putIfAbsent(name, valueOf(element));
      }
    }
    if (isScope && open.size() < 10) {
      var type = element.attr("itemtype");
      var named = CleanText.line(type.substring(type.lastIndexOf('/') + 1), 60);
      open.push(new Open(element, named, new LinkedHashMap<>()));
    }
  }

  private static String valueOf(Element element) {
    if (element.hasAttr("content")) {
      return CleanText.line(element.attr("content"), VALUE);
    }
    return element.normalName().equals("link")
        ? CleanText.line(element.attr("href"), VALUE)
        : ShortText.of(element, VALUE);
  }

  private void finishThing() {
    var done = open.pop();
    var fields = new LinkedHashMap<String, String>();
    done.fields()
        .forEach(
            (name, value) -> {
              if (SchemaReader.FIELDS.contains(name) && !value.isEmpty()) {
                fields.put(name, value);
              }
            });
    var address = address(done.fields());
    if (done.type().equals("PostalAddress") && !open.isEmpty()) {
      // Told of what it stands in.
      open.peek().fields().putAll(done.fields());
    } else if (things.size() < THINGS && (!fields.isEmpty() || address != null)) {
      things.add(new SchemaThing(done.type(), Map.copyOf(fields), address));
    }
  }

  private static PostalAddress address(Map<String, String> fields) {
    var address =
        PostalAddress.of(
            fields.getOrDefault("streetAddress", ""),
            fields.getOrDefault("postalCode", ""),
            fields.getOrDefault("addressLocality", ""),
            fields.getOrDefault("addressRegion", ""),
            fields.getOrDefault("addressCountry", ""),
            "microdata");
    return address.isEmpty() ? null : address;
  }

  private void card(Element element) {
    if (cardElement == null) {
      var names = element.className();
      if (names.contains("adr") || names.contains("card")) {
        boolean isCard = element.hasClass("vcard") || element.hasClass("h-card");
        cardElement = isCard || element.hasClass("adr") ? element : null;
      }
      return;
    }
    for (var name :
        List.of("street-address", "postal-code", "locality", "region", "country-name")) {
      if ((element.hasClass(name) || element.hasClass("p-" + name)) && ++values < VALUES) {
        card.putIfAbsent(name, ShortText.of(element, VALUE));
      }
    }
  }

  private void finishCard() {
    var address =
        PostalAddress.of(
            card.getOrDefault("street-address", ""),
            card.getOrDefault("postal-code", ""),
            card.getOrDefault("locality", ""),
            card.getOrDefault("region", ""),
            card.getOrDefault("country-name", ""),
            "hcard");
    if (!address.isEmpty() && addresses.size() < THINGS) {
      addresses.add(address);
    }
    card.clear();
    cardElement = null;
  }
}
