package io.sluice.page;

/**
 * Where somebody is to be found; what is not known is empty.
 *
 * @param country as it was written, often two letters
 * @param written all of it in one line
 * @param rule such as {@code schema.org}, {@code hcard}, {@code address}, {@code pattern}
 */
public record PostalAddress(
    String street,
    String postalCode,
    String city,
    String region,
    String country,
    String written,
    String rule) {

  static PostalAddress of(
      String street, String postalCode, String city, String region, String country, String rule) {
    var written = new StringBuilder(street);
    var place = (postalCode + " " + city).strip();
    for (var part : new String[] {place, region, country}) {
      written.append(written.isEmpty() || part.isEmpty() ? "" : ", ").append(part);
    }
    return new PostalAddress(street, postalCode, city, region, country, written.toString(), rule);
  }

  boolean isEmpty() {
    return written.isEmpty();
  }
}
