package io.sluice.view;

import java.util.List;

/**
 * Domains and addresses of mail that nobody is to contact, in their order.
 *
 * @param next where the next page begins; null at the end
 */
public record DoNotContactView(List<String> entries, String next) {
  public DoNotContactView {
    entries = Lists.orNone(entries);
  }
}
