package io.sluice.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sluice.batch.ItemOutcome.Failed;
import io.sluice.ledger.batch.Listed;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileListingTest {
  @TempDir private Path temporary;
  private Path directory;

  @BeforeEach
  void make() throws IOException {
    directory = Files.createDirectory(temporary.resolve("in")).toRealPath();
  }

  private Path file(String name) throws IOException {
    var file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, name);
  }

  private record Found(List<Listed> items, Map<String, Long> passedOver, long missed) {
    List<Path> paths() {
      return items.stream().map(item -> Path.of(URI.create(item.address()))).sorted().toList();
    }
  }

  private Found list(boolean followLinks, Path... roots) throws IOException {
    var source = new FileSource(List.of(roots).stream().map(Path::toUri).toList(), followLinks);
    try (var listing = FileListing.of(FileSource.read(source.json()))) {
      var items = listing.items().toList();
      return new Found(items, listing.passedOver().counts(), listing.passedOver().missed());
    }
  }

  @Test
  void lists_all_files_below_a_directory() throws IOException {
    var all = List.of(file("a"), file("b/c"), file("b/d/e"));
    Files.createDirectory(directory.resolve("empty"));
    var found = list(false, directory);
    assertThat(found.paths()).isEqualTo(all);
    assertThat(found.passedOver()).isEmpty();
  }

  @Test
  void lists_a_file_that_is_named_and_the_same_one_under_the_same_key() throws IOException {
    var one = file("b/c");
    var byName = list(false, one);
    var byDirectory = list(false, directory.resolve("b/../b"));
    assertThat(byName.items()).isEqualTo(byDirectory.items()).hasSize(1);
  }

  @Test
  void names_are_bytes() throws IOException, InterruptedException {
    var script =
        "cd \"$0\" && touch \"$(printf 'no\\377utf')\" \"$(printf 'new\\nline')\" '%41' '#?'";
    assertThat(new ProcessBuilder("sh", "-c", script, directory.toString()).start().waitFor())
        .isZero();
    var found = list(false, directory);
    assertThat(found.items())
        .extracting(Listed::address)
        .allMatch(address -> address.matches("[!-~]+"))
        .anyMatch(address -> address.endsWith("/no%FFutf"))
        .anyMatch(address -> address.endsWith("/new%0Aline"))
        .anyMatch(address -> address.endsWith("/%2541"));
    assertThat(found.paths()).allMatch(Files::isRegularFile).hasSize(4);
  }

  @Test
  void links_are_followed_only_if_wanted_and_loops_end() throws IOException {
    var target = file("a/target");
    Files.createSymbolicLink(directory.resolve("link"), target);
    Files.createSymbolicLink(directory.resolve("a/loop"), directory);
    Files.createSymbolicLink(directory.resolve("nowhere"), directory.resolve("gone"));

    var strict = list(false, directory);
    assertThat(strict.paths()).containsExactly(target);
    assertThat(strict.passedOver()).isEqualTo(Map.of("symbolic link", 3L));

    var following = list(true, directory);
    assertThat(following.paths()).containsExactly(target, directory.resolve("link"));
    assertThat(following.passedOver()).isEqualTo(Map.of("loop of links", 1L, "gone", 1L));
    assertThat(List.of(strict.missed(), following.missed())).containsOnly(0L);
  }

  @Test
  void a_link_to_itself_is_no_reason_to_list_nothing() throws IOException {
    var one = file("one");
    Files.createSymbolicLink(directory.resolve("self"), directory.resolve("self"));
    Files.createSymbolicLink(directory.resolve("to"), directory.resolve("fro"));
    Files.createSymbolicLink(directory.resolve("fro"), directory.resolve("to"));
    var found = list(true, directory);
    assertThat(found.paths()).containsExactly(one);
    assertThat(found.passedOver()).isEqualTo(Map.of("loop of links", 3L));
    assertThat(found.missed()).isZero();
  }

  private void shell(String script) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder("sh", "-c", "cd \"$0\" && " + script, directory.toString()).start();
    assertThat(process.waitFor()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"d, 230, directory too deep", "250, 20, unreadable directory"})
  void what_lies_too_deep_is_missed(String name, int levels, String reason)
      throws IOException, InterruptedException {
    var one = file("one");
    var each = name.length() == 1 ? name : "d".repeat(Integer.parseInt(name));
    try {
      shell(
          "for level in $(seq %d); do mkdir %2$s && cd -P %2$s || exit 1; done; touch deepest"
              .formatted(levels, each));
      var found = list(false, directory);
      assertThat(found.paths()).containsExactly(one);
      assertThat(found.passedOver()).isEqualTo(Map.of(reason, 1L));
      assertThat(found.missed()).isOne();
    } finally {
      shell("rm -rf d*");
    }
  }

  @Test
  void a_directory_that_cannot_be_read_is_missed_once_however_much_it_holds() throws IOException {
    var one = file("one");
    file("closed/a");
    file("listable/a");
    file("listable/b");
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("closed/a"));
    permit("closed", "---------");
    permit("listable", "r--------");
    try {
      assumeFalse(Files.isReadable(directory.resolve("closed")), "root may read all");
      var found = list(true, directory);
      assertThat(found.paths()).containsExactly(one);
      assertThat(found.passedOver())
          .isEqualTo(Map.of("unreadable directory", 2L, "unreadable link", 1L));
      assertThat(found.missed()).isEqualTo(3);
    } finally {
      permit("closed", "rwx------");
      permit("listable", "rwx------");
    }
  }

  private void permit(String name, String permissions) throws IOException {
    Files.setPosixFilePermissions(
        directory.resolve(name), PosixFilePermissions.fromString(permissions));
  }

  @Test
  void a_pipe_is_passed_over_and_not_opened() throws IOException, InterruptedException {
    file("a");
    var pipe = directory.resolve("pipe").toString();
    assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();
    var found = list(false, directory);
    assertThat(found.items()).hasSize(1);
    assertThat(found.passedOver()).isEqualTo(Map.of("not a file", 1L));
  }

  @Test
  void what_was_named_and_is_not_there_is_an_error() {
    var gone = directory.resolve("gone");
    assertThatThrownBy(() -> list(false, gone))
        .isInstanceOf(NoSuchRootException.class)
        .hasMessage(gone + " is not there");
  }

  private Path list(String name, String lines) throws IOException {
    return Files.writeString(
        temporary.toRealPath().resolve(name), lines, StandardCharsets.ISO_8859_1);
  }

  private static Found list(List<URI> within, Path... lists) throws IOException {
    var uris = List.of(lists).stream().map(Path::toUri).toList();
    var source = new FileSource(List.of(), false, within, List.of(), uris, List.of(), null);
    try (var listing = FileListing.of(FileSource.read(source.json()))) {
      var items = listing.items().toList();
      return new Found(items, listing.passedOver().counts(), listing.passedOver().missed());
    }
  }

  private static List<String> addresses(Found found) {
    return found.items().stream().map(Listed::address).toList();
  }

  @Test
  void a_list_names_addresses_files_and_directories_a_line_each() throws IOException {
    var a = file("a");
    var b = file("b/c");
    var list =
        list(
            "list",
            "\u00ef\u00bb\u00bfHTTP://Example.org:80/x#1\r\n\r\nin/a\n%s\nin/b\nin/gone\nin/no\u00ff\n%s"
                .formatted(a, a.toUri()));
    var found = list(List.of(), list);
    var in = directory.toUri().toString();
    assertThat(addresses(found))
        .containsExactly(
            "http://example.org/x",
            a.toUri().toString(),
            a.toUri().toString(),
            b.toUri().toString(),
            in + "gone",
            in + "no%FF",
            a.toUri().toString());
    assertThat(found.items().get(1)).isEqualTo(list(false, a).items().get(0));
  }

  @Test
  void what_a_list_has_that_is_neither_becomes_an_item_that_says_so() throws IOException {
    var longer = "http://example.org/" + "x".repeat(9000);
    var found =
        list(
            List.of(),
            list(
                "list",
                "http://no such/\nftp://a/b\nnul\u0000\n" + longer + "y\n" + longer + "z\n"));
    assertThat(found.items()).extracting(Listed::key).doesNotHaveDuplicates().hasSize(5);
    assertThat(addresses(found).stream().map(NamedItem::reason).map(Failed::reason).toList())
        .containsExactly(
            "not an address", "refused", "not an address", "not an address", "not an address");
    assertThat(addresses(found)).noneMatch(text -> NamedItem.page(text).isPresent());
    assertThat(addresses(found)).noneMatch(text -> NamedItem.file(text).isPresent());
    assertThat(addresses(found).get(3)).hasSizeLessThan(300).endsWith("x…");
  }

  @Test
  void addresses_come_with_lists_and_directories() throws IOException {
    var a = file("a");
    var web = URI.create("https://example.org/b");
    var lists = List.of(list("1", "in/a").toUri(), list("2", "https://example.org/c").toUri());
    var source =
        new FileSource(
            List.of(directory.toUri()), false, List.of(), List.of(web), lists, List.of(), null);
    try (var listing = FileListing.of(FileSource.read(source.json()))) {
      assertThat(listing.items().map(Listed::address))
          .containsExactly(
              a.toUri().toString(),
              "https://example.org/b",
              a.toUri().toString(),
              "https://example.org/c");
    }
  }

  @Test
  void a_list_lies_where_its_files_may_lie_and_names_no_directory_outside() throws IOException {
    file("a");
    var outside = Files.createDirectory(temporary.resolve("outside")).toRealPath();
    Files.writeString(outside.resolve("secret"), "secret");
    var within = List.of(directory.toUri());
    var inside = Files.writeString(directory.resolve("list"), outside + "\n" + "a\n");
    assertThat(addresses(list(within, inside)))
        .containsExactly(outside.toUri().toString(), directory.resolve("a").toUri().toString());
    var other = list("other", "in/a\n");
    assertThatThrownBy(() -> list(within, other)).hasMessageContaining("leads out of what may be");
  }

  @Test
  void a_list_that_is_none_is_an_error() throws IOException, InterruptedException {
    var empty = list("empty", "\n \r\n");
    assertThatThrownBy(() -> list(List.of(), empty))
        .isInstanceOf(NoSuchRootException.class)
        .hasMessageContaining("empty is empty: a list has one source a line");
    var wide = list("wide", "\u00ff\u00fea\u0000");
    assertThatThrownBy(() -> list(List.of(), wide)).hasMessageContaining("save it as UTF-8");
    assertThatThrownBy(() -> list(List.of(), directory)).hasMessageContaining("give it to -");
    var pipe = temporary.toRealPath().resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> list(List.of(), pipe)).hasMessageContaining("give it to -");
  }

  @Test
  void only_files_have_file_addresses() {
    var json = "{\"roots\": [\"https://example.org/a\"], \"followLinks\": false}";
    assertThatThrownBy(() -> FileSource.read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https://example.org/a");
    var file = "{\"roots\": [], \"followLinks\": false, \"addresses\": [\"file:///a\"]}";
    assertThatThrownBy(() -> FileSource.read(file)).hasMessageContaining("file:///a");
  }
}
