package io.sluice.app;

import io.sluice.ledger.website.DoNotContact;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sluice suppress remove ENTRY...}: these may be contacted again. */
@Command(
    name = "remove",
    mixinStandardHelpOptions = true,
    description = {"Removes domains and addresses of mail.", ""})
final class SuppressRemoveCommand extends SuppressAction {
  @Parameters(
      paramLabel = "ENTRY",
      arity = "1..*",
      description = "A domain, an address of mail, or - for one of these a line.")
  private List<String> words;

  @Override
  List<String> words() {
    return words;
  }

  @Override
  int on(DoNotContact list, List<String> entries, PrintWriter out) {
    int removed = list.remove(entries);
    out.println("%d removed, %d were not there".formatted(removed, entries.size() - removed));
    return removed > 0 ? 0 : 1;
  }
}
