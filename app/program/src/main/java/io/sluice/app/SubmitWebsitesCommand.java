package io.sluice.app;

import io.sluice.website.WebsiteKind;
import io.sluice.website.WebsiteTerms;
import io.sluice.words.BatchName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice submit websites LIST}: reads the sites that a list names. */
@Command(
    name = "websites",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice submit websites [OPTION...] LIST",
    description = {
      "Reads the websites that a list names, a row each: the home page, and the pages on which a",
      "site says how to reach it, as far as its robots.txt allows, one request at a time with a",
      "pause between. What was found is stored in PostgreSQL, each fact with its page. LIST is CSV",
      "with any separator and charset, or XLSX; the column with the addresses is found by its name.",
      "",
      "  sluice submit websites sites.csv",
      "  sluice submit websites --wait --url-column Homepage sites.xlsx",
      ""
    },
    footer = {
      "",
      "Exit code: 0 every site was read, or the nodes have the batch, 1 something failed, 2 wrong",
      "usage or no list, 3 out of memory, 130 interrupted."
    })
final class SubmitWebsitesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "LIST", description = "A file of CSV or XLSX with a website a row.")
  private Path list;

  @Option(
      names = "--url-column",
      paramLabel = "NAME",
      description = "The column with the addresses: its name, or its number from 1.")
  private String urlColumn;

  @Option(names = "--name", paramLabel = "NAME", description = "Name of the batch, a new one.")
  private String name;

  @Option(
      names = "--wait",
      description = "Where nodes have the batch: follow it to its end; else its name is printed.")
  private boolean waits;

  @Option(
      names = "--send",
      description = "Where nodes have the batch: send them the list, also if they could read it.")
  private boolean sends;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var config = SettingFlags.load(spec).config();
    var path = list.toAbsolutePath().normalize();
    ListCheck.of(path, terms(), config);
    var wanted =
        new SourcesBatch.Wanted(WebsiteKind.NAME, name(), true, sends, waits, json, terms().json());
    var named = new NamedSources(List.of(), List.of(), List.of(path), false);
    return SourcesBatch.run(spec, config, wanted, BatchErrand.NONE, named);
  }

  private WebsiteTerms terms() {
    try {
      return new WebsiteTerms(urlColumn);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private String name() {
    try {
      return name == null ? null : BatchName.checked(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--name " + e.getMessage());
    }
  }
}
