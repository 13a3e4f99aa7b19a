package io.sluice.page;

import java.util.Locale;
import java.util.Map;

/**
 * A thing of schema.org that a page describes, with the fields that are taken of it.
 *
 * @param type such as {@code LocalBusiness}
 * @param address null where it has none
 */
public record SchemaThing(String type, Map<String, String> fields, PostalAddress address) {
  /** Empty where it has no such field. */
  String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** Whether it is somebody who does business, and not a page or a product. */
  boolean isOrganization() {
    var name = type.toLowerCase(Locale.ROOT);
    for (var end :
        new String[] {
          "organization",
          "business",
          "corporation",
          "store",
          "restaurant",
          "shop",
          "hotel",
          "attorney",
          "dentist",
          "physician",
          "service",
          "agent",
          "agency",
          "clinic",
          "salon",
          "school",
          "contractor",
          "plumber",
          "electrician",
          "company",
          "bakery",
          "dealer",
          "repair",
          "pharmacy",
          "ngo",
          "project",
          "museum",
          "library",
          "hospital",
          "university",
          "club",
          "gym",
          "spa",
          "studio",
          "winery",
          "brewery",
          "church",
          "bar",
          "cafe",
          "florist",
          "bank"
        }) {
      if (name.endsWith(end)) {
        return true;
      }
    }
    return false;
  }
}
