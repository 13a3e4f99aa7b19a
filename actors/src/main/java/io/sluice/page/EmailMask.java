package io.sluice.page;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes addresses of mail out of texts that are kept: those of persons, and those that a page hides
 * from programs and that reading it has made plain.
 */
final class EmailMask {
  private static final Pattern ADDRESS =
      Pattern.compile("[\\p{L}\\d._+-]{1,64}@[\\p{L}\\d-]{1,63}(?:\\.[\\p{L}\\d-]{1,63}){1,6}");
  private static final String INSTEAD = "…";

  private final Set<String> kept;

  EmailMask(List<Email> kept) {
    this.kept = kept.stream().map(Email::address).collect(Collectors.toUnmodifiableSet());
  }

  String of(String text) {
    return text.indexOf('@') < 0
        ? text
        : ADDRESS
            .matcher(text)
            .replaceAll(found -> isKept(found.group()) ? found.group() : INSTEAD);
  }

  Heading of(Heading heading) {
    return new Heading(
        of(heading.title()),
        of(heading.description()),
        of(heading.heading()),
        heading.canonical(),
        heading.refresh());
  }

  List<SchemaThing> of(List<SchemaThing> things) {
    return things.stream().map(this::of).toList();
  }

  private SchemaThing of(SchemaThing thing) {
    var fields = new HashMap<String, String>();
    thing.fields().forEach((name, value) -> fields.put(name, of(value)));
    fields.remove("email", INSTEAD);
    return new SchemaThing(thing.type(), Map.copyOf(fields), thing.address());
  }

  private boolean isKept(String address) {
    return kept.contains(address.toLowerCase(Locale.ROOT));
  }
}
