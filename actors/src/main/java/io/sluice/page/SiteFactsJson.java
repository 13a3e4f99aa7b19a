package io.sluice.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.page.SiteFacts.Found;
import java.net.URI;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Facts of a site as JSON: what is not known is not there. */
final class SiteFactsJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode root = JSON.createObjectNode();

  private SiteFactsJson() {}

  static String of(SiteFacts facts) {
    try {
      return JSON.writeValueAsString(new SiteFactsJson().written(facts));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode written(SiteFacts facts) {
    root.put("state", facts.state().word());
    pages(facts.pages());
    facts.title().ifPresent(found -> of("title", found).put("value", found.value()));
    facts.description().ifPresent(found -> of("description", found).put("value", found.value()));
    facts.language().ifPresent(this::language);
    facts
        .company()
        .ifPresent(
            found ->
                of("company", found)
                    .put("value", found.value().value())
                    .put("rule", found.value().rule()));
    facts.text().ifPresent(this::text);
    contacts(facts);
    list("schema", facts.schema(), SiteFactsJson::schema);
    facts.permissions().write(root.putObject("permissions"));
    return root;
  }

  private void contacts(SiteFacts facts) {
    list("addresses", facts.addresses(), SiteFactsJson::address);
    list("phones", facts.phones(), SiteFactsJson::phone);
    list(
        "emails",
        facts.emails(),
        (node, email) ->
            node.put("value", email.address()).put("role", email.role()).put("rule", email.rule()));
    if (facts.personalEmails() > 0) {
      root.put("personal_emails", facts.personalEmails());
    }
    list(
        "protected_emails",
        facts.hiddenEmails(),
        (node, hidden) -> new TreeMap<>(hidden).forEach(node::put));
    list(
        "social",
        facts.social(),
        (node, link) -> node.put("network", link.network()).put("value", link.address()));
    list("contact_forms", facts.forms(), SiteFactsJson::form);
  }

  private void pages(List<PageFacts> pages) {
    var list = root.putArray("pages");
    for (var page : pages) {
      var node = list.addObject();
      node.put("address", address(page.address()));
      node.put("status", page.status());
      node.put("state", page.state().word());
      put(node, "sign", page.sign());
      put(node, "charset", page.charset());
      put(node, "charset_from", page.charsetFrom());
      put(node, "cut_by", page.cutBy());
      put(node, "canonical", CleanText.line(page.heading().canonical(), 500));
    }
  }

  private void language(Found<Language> found) {
    var node = of("language", found);
    node.put("value", found.value().code());
    put(node, "declared", found.value().declared());
    put(node, "rule", found.value().rule());
  }

  private void text(Found<MainText> found) {
    of("main_text", found)
        .put("value", found.value().text())
        .put("words", found.value().words())
        .put("cut", found.value().cut());
  }

  private static void address(ObjectNode node, PostalAddress address) {
    node.put("value", address.written());
    put(node, "street", address.street());
    put(node, "postal_code", address.postalCode());
    put(node, "city", address.city());
    put(node, "region", address.region());
    put(node, "country", address.country());
    node.put("rule", address.rule());
  }

  private static void phone(ObjectNode node, Phone phone) {
    node.put("value", phone.number());
    node.put("written", phone.written());
    node.put("fax", phone.fax());
    node.put("rule", phone.rule());
  }

  private static void form(ObjectNode node, ContactForm form) {
    node.put("value", form.address());
    if (form.elsewhere()) {
      node.put("elsewhere", true);
      return;
    }
    node.put("method", form.method());
    node.put("hidden", form.hidden());
    node.put("honeypots", form.honeypots());
    node.put("captcha", form.captcha());
    var fields = node.putArray("fields");
    for (var field : form.fields()) {
      var one = fields.addObject();
      one.put("name", field.name());
      one.put("type", field.type());
      put(one, "label", field.label());
      one.put("required", field.required());
    }
  }

  private static void schema(ObjectNode node, SchemaThing thing) {
    node.put("type", thing.type());
    new TreeMap<>(thing.fields()).forEach(node::put);
    if (thing.address() != null) {
      node.put("address", thing.address().written());
    }
  }

  private <T> void list(String name, List<Found<T>> values, BiConsumer<ObjectNode, T> write) {
    if (values.isEmpty()) {
      return;
    }
    var list = root.putArray(name);
    for (var found : values) {
      var node = list.addObject();
      write.accept(node, found.value());
      node.put("page", address(found.page()));
    }
  }

  /** An object under a name, which tells the page. */
  private ObjectNode of(String name, Found<?> found) {
    var node = root.putObject(name);
    node.put("page", address(found.page()));
    return node;
  }

  /** Of a page; a stranger's may have any length. */
  private static String address(URI page) {
    return CleanText.line(page.toString(), 300);
  }

  private static void put(ObjectNode node, String name, String value) {
    if (!value.isEmpty()) {
      node.put(name, value);
    }
  }
}
