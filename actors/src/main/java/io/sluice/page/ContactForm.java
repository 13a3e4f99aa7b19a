package io.sluice.page;

import java.util.List;

/**
 * A form by which readers write to a site. Of one that somebody else's site has, the address is all
 * that is known.
 *
 * @param address where it is sent to, or is
 * @param method {@code get} or {@code post}
 * @param hidden fields that a reader does not see, and that are part of it
 * @param honeypots fields that only a program would fill in
 * @param captcha whether it wants to know whether a person writes
 * @param elsewhere whether another site has it
 */
public record ContactForm(
    String address,
    String method,
    List<FormField> fields,
    int hidden,
    int honeypots,
    boolean captcha,
    boolean elsewhere) {

  static ContactForm elsewhere(String address) {
    return new ContactForm(address, "", List.of(), 0, 0, false, true);
  }
}
