package io.sluice.app;

import io.sluice.ledger.website.DoNotContact;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code sluice suppress list}: all of them. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Shows all of them, one a line, as suppress add - takes them.")
final class SuppressListCommand extends SuppressAction {
  private static final int AT_ONCE = 5_000;

  @Override
  int on(DoNotContact list, List<String> entries, PrintWriter out) {
    var next = list.after("", AT_ONCE);
    while (!next.isEmpty()) {
      next.forEach(out::println);
      next = list.after(next.get(next.size() - 1), AT_ONCE);
    }
    return 0;
  }
}
