package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.file.S3Address;
import io.sluice.website.ListPreview;
import io.sluice.website.WebsiteKind;
import io.sluice.website.WebsiteSettings;
import io.sluice.website.WebsiteTerms;
import io.sluice.words.BatchName;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
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
      "  sluice submit websites sites.csv --preview 5",
      "  sluice submit websites --wait --url-column Homepage sites.xlsx",
      "  sluice submit websites - < sites.csv",
      "  sluice submit websites s3://bucket/lists/sites.csv",
      ""
    },
    footer = {
      "",
      "Exit code: 0 every site was read, or the nodes have the batch, 1 something failed, 2 wrong",
      "usage or no list, 3 out of memory, 130 interrupted."
    })
final class SubmitWebsitesCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";
  private static final int MOST_TEMPLATE = 64 << 10;
  private static final int MOST_PREVIEW = 100;
  private static final Pattern TOKENS = Pattern.compile("(\\d{1,12})([kKmM]?)");

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "LIST",
      description = {
        "A file of CSV or XLSX with a website a row, an object of S3 (s3://BUCKET/KEY) that is one,",
        "or - for standard input."
      })
  private String list;

  @Option(
      names = "--url-column",
      paramLabel = "NAME",
      description = "The column with the addresses: its name, or its number from 1.")
  private String urlColumn;

  @Option(
      names = "--preview",
      paramLabel = "N",
      description =
          "Do the first N websites only, tell what came of them, and what to expect of all.")
  private Integer preview;

  @Option(
      names = "--prompt",
      paramLabel = "FILE",
      description = {
        "A Mustache template of the message, or of what a model is asked (MESSAGE_MODEL): {{name}}",
        "stands for a column of the list, or for a fact such as company_name. Without it no",
        "messages are written."
      })
  private Path prompt;

  @Option(names = "--no-message", description = "Write no messages, which is so without --prompt.")
  private boolean noMessage;

  @Option(
      names = "--language",
      paramLabel = "CODE",
      description = "Messages in another language are up for review: de, pt-BR.")
  private String language;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Which model is asked, other than the one that is set.")
  private String model;

  @Option(
      names = "--max-tokens-total",
      paramLabel = "N",
      description = "Most tokens of all messages of the batch: 200000, 5M.")
  private String maxTokens;

  @Option(
      names = "--max-cost",
      paramLabel = "N",
      description = "Most that they may cost, see MESSAGE_PRICE_IN and MESSAGE_PRICE_OUT.")
  private Double maxCost;

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
    var terms = terms();
    if (S3Address.isMeant(list)) {
      if (preview != null) {
        throw wrong("--preview is for lists that this command reads itself, and not for S3");
      }
      return submit(NamedSources.ofList(object()), terms, config);
    }
    if (!list.equals(STANDARD_INPUT)) {
      var path = Path.of(list).toAbsolutePath().normalize();
      return submit(path, NamedSources.ofList(path), terms, config);
    }
    // It is looked at before anybody has it, and can be read once.
    try (var input = InputRows.read(System.in, WebsiteSettings.from(config).maxListBytes())) {
      return submit(
          input.file(),
          NamedSources.ofList((NamedSources.Input) kept -> kept.keepRows(input.file())),
          terms,
          config);
    }
  }

  private URI object() {
    try {
      return S3Address.of(list).uri();
    } catch (URISyntaxException e) {
      throw wrong(list + " is no address: " + e.getReason());
    }
  }

  /** A list that can be looked at. */
  private int submit(Path path, NamedSources named, WebsiteTerms terms, Config config)
      throws IOException, InterruptedException {
    ListCheck.of(path, terms, config);
    return preview == null
        ? submit(named, terms, config)
        : preview(path, terms, config, messages(terms));
  }

  private int submit(NamedSources named, WebsiteTerms terms, Config config)
      throws IOException, InterruptedException {
    var wanted =
        new SourcesBatch.Wanted(WebsiteKind.NAME, name(), true, sends, waits, json, terms.json());
    return SourcesBatch.run(spec, config, wanted, messages(terms), named);
  }

  private BatchErrand messages(WebsiteTerms terms) {
    return terms.message() == null ? BatchErrand.NONE : new MessagesErrand(json);
  }

  /** The first websites are a batch of their own, of a list that has no others. */
  private int preview(Path path, WebsiteTerms terms, Config config, BatchErrand messages)
      throws IOException, InterruptedException {
    if (preview < 1 || preview > MOST_PREVIEW) {
      throw wrong("--preview must be 1 to %d, was %d".formatted(MOST_PREVIEW, preview));
    }
    var settings = WebsiteSettings.from(config);
    var list =
        ListPreview.of(
            path.toString(),
            () -> Files.newInputStream(path),
            terms.column(),
            settings.maxListBytes(),
            preview);
    var directory = Files.createTempDirectory("sluice-");
    var first = directory.resolve("first-" + path.getFileName() + ".csv");
    try {
      CsvFile.write(first, list.columns(), list.first());
      var own = new WebsiteTerms(Integer.toString(list.address() + 1), terms.message());
      var wanted =
          new SourcesBatch.Wanted(WebsiteKind.NAME, name(), true, true, true, json, own.json());
      return SourcesBatch.run(
          spec,
          config,
          wanted,
          new PreviewErrand(list, messages, settings.parallelism()),
          NamedSources.ofList(first));
    } finally {
      Files.deleteIfExists(first);
      Files.deleteIfExists(directory);
    }
  }

  private WebsiteTerms terms() throws IOException {
    try {
      return new WebsiteTerms(urlColumn, message());
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private WebsiteTerms.Message message() throws IOException {
    boolean isAbout = language != null || model != null || maxTokens != null || maxCost != null;
    if (noMessage && (isAbout || prompt != null)) {
      throw wrong("--no-message goes with no option that is about messages");
    }
    if (prompt == null && isAbout) {
      throw wrong("--prompt is missing, and other options are about messages");
    }
    if (prompt == null) {
      return null;
    }
    return new WebsiteTerms.Message(template(), language, model, tokens(), maxCost);
  }

  private String template() throws IOException {
    if (!Files.isRegularFile(prompt)) {
      throw wrong("--prompt %s is not there, or is no file".formatted(prompt));
    }
    if (Files.size(prompt) > MOST_TEMPLATE) {
      throw wrong("--prompt %s has more than %d bytes".formatted(prompt, MOST_TEMPLATE));
    }
    try {
      return Files.readString(prompt);
    } catch (CharacterCodingException e) {
      throw wrong("--prompt %s is no text in UTF-8".formatted(prompt));
    }
  }

  /** 5M are five million. */
  private Long tokens() {
    if (maxTokens == null) {
      return null;
    }
    var parts = TOKENS.matcher(maxTokens);
    if (!parts.matches()) {
      throw wrong("--max-tokens-total must be a number such as 200000 or 5M, was " + maxTokens);
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2).toLowerCase(Locale.ROOT)) {
      case "k" -> number * 1_000;
      case "m" -> number * 1_000_000;
      default -> number;
    };
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private String name() {
    try {
      return name == null ? null : BatchName.checked(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--name " + e.getMessage());
    }
  }
}
