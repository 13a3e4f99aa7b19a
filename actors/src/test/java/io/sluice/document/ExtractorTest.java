package io.sluice.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.sluice.child.ChildAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that end their child, or have no end, cost nobody but themselves. */
class ExtractorTest {
  private static final long MEBIBYTE = 1 << 20;
  private static final int GLYPHS = 4_000_000;

  @TempDir private Path directory;

  private Extractor extractor(Duration time, long characters) {
    return new Extractor(
        new DocumentSettings(
            1,
            160 * MEBIBYTE,
            new ExtractLimits(time, characters, 10_000, 5, 50 * MEBIBYTE),
            50 * MEBIBYTE,
            true,
            Optional.empty(),
            directory));
  }

  private static ChildAnswer read(Extractor extractor, String name, byte[] document) {
    return extractor.read(name, document).toCompletableFuture().join();
  }

  private static Extraction given(ChildAnswer answer) throws IOException {
    assertThat(answer).isInstanceOf(ChildAnswer.Given.class);
    return Extraction.read(((ChildAnswer.Given) answer).bytes());
  }

  @Test
  void a_document_that_takes_all_memory_ends_its_child_and_the_next_is_read() throws IOException {
    var extractor = extractor(Duration.ofSeconds(60), 50_000_000);
    var good = MadeDocuments.pdf(List.of(List.of("light airs from the west", "and a long swell")));
    assertThat(given(read(extractor, "good.pdf", good)).state()).isEqualTo(TextState.TEXT);
    var poison = read(extractor, "poison.pdf", MadeDocuments.pdfOfGlyphs(GLYPHS));
    assertThat(poison)
        .isEqualTo(new ChildAnswer.Died("ended the process with exit code 3, out of memory"));
    assertThat(given(read(extractor, "good.pdf", good)).pages().get(0).text())
        .isEqualTo("light airs from the west\nand a long swell");
  }

  @Test
  void what_takes_too_long_is_cut_where_it_is() throws IOException {
    var extractor = extractor(Duration.ofMillis(1), 5_000_000);
    var long_ = "<p>word</p>".repeat(20_000);
    var read = given(read(extractor, "long.html", MadeDocuments.html("t", long_)));
    assertThat(read.state()).isIn(TextState.PARTIAL, TextState.UNREADABLE);
    assertThat(read.reason()).isEqualTo("too_slow: more than 0.001 s");
  }

  @Test
  void a_parser_that_gives_nothing_loses_its_child_and_keeps_what_was_read() throws IOException {
    var extractor = extractor(Duration.ofSeconds(2), 5_000_000);
    var poison = new PoisonDocuments(1);
    // Its child has started, and its first use of all classes is behind it.
    read(extractor, "good.pdf", MadeDocuments.pdf(List.of(List.of("light airs"))));
    var files = new LinkedHashMap<String, byte[]>();
    files.put("one.txt", "words that were read before".getBytes(StandardCharsets.UTF_8));
    files.put("slow.pdf", poison.bytes("glyphs on one spot.pdf"));
    files.put("two.txt", "words behind it".getBytes(StandardCharsets.UTF_8));
    var read = given(read(extractor, "all.zip", MadeDocuments.zip(files)));
    assertThat(read.state()).isEqualTo(TextState.PARTIAL);
    assertThat(read.reason()).isEqualTo("too_slow: more than 2.0 s");
    assertThat(read.parts()).isEqualTo(new Extraction.Parts(3, 1, 0, 2));
    assertThat(read.within())
        .extracting(Extraction.Part::name, Extraction.Part::reason)
        .containsExactly(tuple("one.txt", null), tuple("slow.pdf", "too_slow"));
    var next = given(read(extractor, "next.txt", "the next one".getBytes()));
    assertThat(next.pages().get(0).text()).isEqualTo("the next one");
  }

  @Test
  void names_in_any_script_are_no_paths() throws IOException {
    var extractor = extractor(Duration.ofSeconds(30), 1000);
    var read =
        given(
            read(extractor, "Отчёт/..\u0000\n📷.txt", "плавание".getBytes(StandardCharsets.UTF_8)));
    assertThat(read.pages().get(0).text()).isEqualTo("плавание");
  }
}
