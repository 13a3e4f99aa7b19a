package io.sluice.file;

import io.sluice.batch.ItemOutcome.Failed;
import io.sluice.blob.Sha256;
import io.sluice.ledger.batch.Listed;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a line of a list names: its bytes go in, and what they are comes out. Also what is nothing
 * becomes an item, whose failure says so.
 */
sealed interface NamedItem {
  Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*", Pattern.DOTALL);

  /** Signs of a line that is no address which are kept of it. */
  int MOST_SHOWN = 200;

  String CUT = "…";

  /** A file of the web. */
  record OnWeb(URI address) implements NamedItem {}

  /** An object of S3. */
  record InS3(S3Address address) implements NamedItem {}

  /** All of S3 whose keys begin so. */
  record BelowS3(S3Address prefix) implements NamedItem {}

  /** A file or a directory of this machine, if it is there. */
  record OnDisk(Path path) implements NamedItem {}

  /** Neither. */
  record Neither(Listed listed) implements NamedItem {}

  /**
   * @param base where relative paths begin
   */
  static NamedItem of(ListLines.Line line, Path base) {
    var text = new String(line.bytes(), StandardCharsets.UTF_8);
    if (line.isTooLong()) {
      return new Neither(new Listed(key(line.hash()), text.substring(0, MOST_SHOWN) + CUT));
    }
    try {
      if (WebAddress.isMeant(text)) {
        return new OnWeb(WebAddress.of(Percent.ascii(line.bytes())));
      }
      if (S3Address.isMeant(text.stripLeading())) {
        return inList(S3Address.of(text.stripLeading()));
      }
      if (!SCHEME.matcher(text.strip()).matches()) {
        return new OnDisk(path(line.bytes(), base));
      }
      if (isFile(text)) {
        return new OnDisk(Path.of(URI.create(Percent.ascii(line.bytes()).strip())));
      }
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      // Told when its turn has come.
    }
    return neither(line.bytes(), text);
  }

  /** A line names one object, unless it has a slash at its end. */
  private static NamedItem inList(S3Address address) {
    return address.key().isEmpty() || address.key().endsWith("/")
        ? new BelowS3(address)
        : new InS3(address);
  }

  /** One object alone. */
  static NamedItem object(URI address) {
    return new InS3(
        object(address.toString())
            .orElseThrow(() -> new IllegalArgumentException("no object of S3: " + address)));
  }

  /** What is typed names all that begin so. */
  static NamedItem typed(URI address) {
    try {
      return S3Address.isMeant(address.toString())
          ? new BelowS3(S3Address.of(address.toString()))
          : new OnWeb(address);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not an address of S3: " + address, e);
    }
  }

  private static boolean isFile(String text) {
    return text.strip().regionMatches(true, 0, "file:", 0, "file:".length());
  }

  /** By way of an address, since that alone takes bytes which are no text. */
  private static Path path(byte[] line, Path base) {
    var from = line[0] == '/' ? "" : base.toUri().getRawPath() + "/";
    return Path.of(URI.create("file://" + (from + Percent.escaped(line)).replaceAll("/+", "/")));
  }

  private static Neither neither(byte[] line, String text) {
    var shown = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + CUT;
    return new Neither(new Listed(key(Sha256.of(line)), shown));
  }

  /** An address as it is listed. */
  static Listed listed(URI address) {
    var text = address.toString();
    return new Listed(key(Sha256.of(text.getBytes(StandardCharsets.US_ASCII))), text);
  }

  private static UUID key(byte[] hash) {
    var bytes = ByteBuffer.wrap(hash);
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  /** The file of this machine that an item is. */
  static Optional<Path> file(String address) {
    try {
      return isFile(address) ? Optional.of(Path.of(URI.create(address))) : Optional.empty();
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty();
    }
  }

  /** The file of the web that an item is. */
  static Optional<URI> page(String address) {
    try {
      return WebAddress.isMeant(address) && !address.endsWith(CUT)
          ? Optional.of(WebAddress.of(address))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** The object of S3 that an item is. */
  static Optional<S3Address> object(String address) {
    try {
      return S3Address.isMeant(address) && !address.endsWith(CUT)
          ? Optional.of(S3Address.of(address))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Why an item is neither. */
  static <R> Failed<R> reason(String address) {
    var scheme = SCHEME.matcher(address.strip());
    if (scheme.matches()
        && !WebAddress.isMeant(address)
        && !isFile(address)
        && !S3Address.isMeant(address)) {
      return new Failed<>("refused", scheme.group(1) + " is neither http, https nor s3");
    }
    return new Failed<>("not an address", detail(address));
  }

  private static String detail(String address) {
    if (address.endsWith(CUT)) {
      return "neither an address nor a path, or more than %d bytes".formatted(ListLines.MOST_BYTES);
    }
    if (WebAddress.isMeant(address) || S3Address.isMeant(address)) {
      try {
        typed(WebAddress.isMeant(address) ? WebAddress.of(address) : S3Address.of(address).uri());
      } catch (URISyntaxException e) {
        return e.getReason();
      }
    }
    return "neither an address nor a path";
  }
}
