package io.sluice.app;

import io.sluice.ledger.website.DoNotContact;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sluice suppress add ENTRY...}: nobody is to contact these. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Adds domains and addresses of mail.",
      "",
      "  sluice suppress add example.com someone@example.org",
      "  sluice suppress add - < list.txt",
      ""
    })
final class SuppressAddCommand extends SuppressAction {
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
    int added = list.add(entries);
    out.println("%d added, %d were there".formatted(added, entries.size() - added));
    return 0;
  }
}
