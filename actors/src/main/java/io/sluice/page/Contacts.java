package io.sluice.page;

import java.util.List;
import java.util.Map;

/**
 * How somebody is reached, as a page says.
 *
 * @param personal addresses of mail of persons that were seen, kept or not
 * @param hidden how many addresses of mail are protected, by how; they are not known
 */
public record Contacts(
    List<PostalAddress> addresses,
    List<Phone> phones,
    List<Email> emails,
    int personal,
    Map<String, Integer> hidden,
    List<SocialLink> social,
    List<ContactForm> forms) {

  static Contacts none() {
    return new Contacts(List.of(), List.of(), List.of(), 0, Map.of(), List.of(), List.of());
  }
}
