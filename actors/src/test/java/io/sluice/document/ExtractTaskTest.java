package io.sluice.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.sluice.document.Extraction.Part;
import io.sluice.document.Extraction.PartState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is read of documents of several kinds, and what is said of those that are not. */
class ExtractTaskTest {
  private static final String ENGLISH =
      "The harbour office reports light airs from the west and a long swell for the whole week";
  private static final ExtractLimits LIMITS =
      new ExtractLimits(Duration.ofSeconds(30), 1_000_000, 100, 3, 1 << 20);

  private static Extraction read(String name, byte[] document) throws IOException {
    return read(LIMITS, name, document);
  }

  private static Extraction read(
      ExtractLimits limits, String name, byte[] document, String... passwords) throws IOException {
    try {
      var request = ExtractTask.request(name, List.of(passwords), document);
      var answer = new ExtractTask(limits).answer(request);
      return Extraction.read(answer);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_pdf_is_read_page_by_page_and_a_page_without_letters_needs_ocr() throws IOException {
    var read =
        read(
            "tides.pdf",
            MadeDocuments.pdf(
                List.of(List.of(ENGLISH, ENGLISH), List.of(), List.of(ENGLISH, "on page three"))));
    assertThat(read.state()).isEqualTo(TextState.TEXT);
    assertThat(read.mimeType()).isEqualTo("application/pdf");
    assertThat(read.language()).isEqualTo("en");
    assertThat(read.pageCount()).isEqualTo(3);
    assertThat(read.metadata()).containsEntry("title", "Tides of the year");
    assertThat(read.pages())
        .extracting(PageText::page, PageText::block, PageText::state)
        .containsExactly(
            tuple(1, 1, TextState.TEXT),
            tuple(2, 1, TextState.NEEDS_OCR),
            tuple(3, 1, TextState.TEXT));
    assertThat(read.pages().get(0).text()).isEqualTo(ENGLISH + "\n" + ENGLISH);
    assertThat(read.pages().get(2).text()).endsWith("\non page three");
  }

  @Test
  void what_has_no_text_is_told_apart() throws IOException {
    var scan = read("scan.pdf", MadeDocuments.pdf(List.of(List.of(), List.of())));
    assertThat(scan.state()).isEqualTo(TextState.NEEDS_OCR);
    assertThat(scan.pageCount()).isEqualTo(2);
    assertThat(read("nothing.txt", new byte[0]).state()).isEqualTo(TextState.EMPTY);
    assertThat(read("blank.html", MadeDocuments.html("", " \n ")).state())
        .isEqualTo(TextState.EMPTY);
    var locked = read("locked.pdf", MadeDocuments.lockedPdf(List.of(List.of(ENGLISH)), "secret"));
    assertThat(locked.state()).isEqualTo(TextState.ENCRYPTED);
    assertThat(locked.mimeType()).isEqualTo("application/pdf");
    var noise = new byte[4000];
    new Random(5).nextBytes(noise);
    var unknown = read("noise.bin", noise);
    assertThat(unknown.state()).isEqualTo(TextState.UNREADABLE);
    assertThat(unknown.reason()).isEqualTo("unknown: nothing here reads application/octet-stream");
    var cut = read("cut.pdf", Arrays.copyOf(MadeDocuments.pdf(List.of(List.of(ENGLISH))), 300));
    assertThat(cut.state()).isEqualTo(TextState.UNREADABLE);
    assertThat(cut.reason()).startsWith("broken: ");
  }

  @Test
  void more_text_than_is_taken_is_cut_and_white_space_counts_once() throws IOException {
    var limits = new ExtractLimits(Duration.ofSeconds(30), 1000, 100, 3, 1 << 20);
    var spaces = read(limits, "s.txt", (" \n".repeat(50_000) + "words").getBytes());
    assertThat(spaces.state()).isEqualTo(TextState.TEXT);
    assertThat(spaces.pages().get(0).text()).isEqualTo("words");
    var long_ = read(limits, "l.txt", "word ".repeat(5000).getBytes());
    assertThat(long_.state()).isEqualTo(TextState.PARTIAL);
    assertThat(long_.reason()).isEqualTo("too_long: more than 1000 characters");
    assertThat(long_.characters()).isEqualTo(1000);
  }

  @Test
  void a_long_page_is_blocks_that_hold_all_its_words() throws IOException {
    var words = new StringBuilder();
    for (int i = 0; i < 30_000; i++) {
      words.append("word").append(i).append(' ');
    }
    var read = read("long.txt", words.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(read.pageCount()).isNull();
    assertThat(read.pages()).hasSizeGreaterThan(4);
    assertThat(read.pages()).allSatisfy(one -> assertThat(one.text().length()).isLessThan(60_000));
    assertThat(String.join(" ", read.pages().stream().map(PageText::text).toList()))
        .isEqualTo(words.toString().strip());
  }

  @Test
  void a_word_without_an_end_is_cut_between_signs() throws IOException {
    var read = read("word.txt", "📷".repeat(120_000).getBytes(StandardCharsets.UTF_8));
    assertThat(read.pages()).hasSizeGreaterThan(1);
    assertThat(read.pages())
        .allSatisfy(
            one -> {
              assertThat(Character.isHighSurrogate(one.text().charAt(0))).isTrue();
              assertThat(one.text().length() % 2).isZero();
            });
  }

  @Test
  void documents_within_a_document_are_counted_with_what_became_of_each() throws IOException {
    var files = new TreeMap<String, byte[]>();
    files.put("a.txt", ENGLISH.getBytes(StandardCharsets.UTF_8));
    files.put("b.html", MadeDocuments.html("B", "<p>second words</p>"));
    files.put("c.pdf", MadeDocuments.lockedPdf(List.of(List.of(ENGLISH)), "secret"));
    var lowest = MadeDocuments.zip(Map.of("deep.txt", "deep words".getBytes()));
    files.put(
        "d.zip", MadeDocuments.zip(Map.of("e.zip", MadeDocuments.zip(Map.of("f.zip", lowest)))));
    var read = read("all.zip", MadeDocuments.zip(files));
    assertThat(read.state()).isEqualTo(TextState.PARTIAL);
    assertThat(read.reason()).isEqualTo("parts: 2 of 7 were not read");
    assertThat(read.parts()).isEqualTo(new Extraction.Parts(7, 5, 1, 1));
    assertThat(read.pages()).isEmpty();
    assertThat(read.within())
        .extracting(Part::name, Part::state, Part::reason)
        .containsExactly(
            tuple("a.txt", PartState.READ, null),
            tuple("b.html", PartState.READ, null),
            tuple("c.pdf", PartState.FAILED, "encrypted"),
            tuple("d.zip", PartState.READ, null));
    var text = read.within().get(0).content();
    assertThat(text.pages().get(0).text()).isEqualTo(ENGLISH);
    assertThat(text.language()).isEqualTo("en");
    assertThat(text.whole()).isTrue();
    assertThat(read.within().get(1).content().metadata()).containsEntry("title", "B");
    var inner = read.within().get(3).content();
    assertThat(inner.parts()).isEqualTo(new Extraction.Parts(3, 2, 0, 1));
    assertThat(inner.whole()).isFalse();
    var deepest = inner.within().get(0).content().within().get(0).content().within().get(0);
    assertThat(deepest.name()).isEqualTo("deep.txt");
    assertThat(deepest.reason()).isEqualTo("too_deep");
    var few = new ExtractLimits(Duration.ofSeconds(30), 1000, 2, 3, 1 << 20);
    var two = read(few, "all.zip", MadeDocuments.zip(files));
    assertThat(two.parts()).isEqualTo(new Extraction.Parts(4, 2, 0, 2));
    assertThat(two.within()).extracting(Part::reason).endsWith("too_many", "too_many");
  }

  @Test
  void parts_behind_a_limit_of_text_are_left_and_the_one_on_it_is_cut() throws IOException {
    var files = new TreeMap<String, byte[]>();
    for (int i = 1; i <= 9; i++) {
      files.put(i + ".txt", ("word " + i + " ").repeat(50).getBytes());
    }
    var limits = new ExtractLimits(Duration.ofSeconds(30), 1000, 100, 3, 1 << 20);
    var read = read(limits, "all.zip", MadeDocuments.zip(files));
    assertThat(read.parts()).isEqualTo(new Extraction.Parts(9, 3, 0, 6));
    assertThat(read.within())
        .extracting(Part::reason)
        .containsExactly(
            null,
            null,
            null,
            "too_long",
            "too_long",
            "too_long",
            "too_long",
            "too_long",
            "too_long");
    assertThat(read.within().get(1).content().whole()).isTrue();
    var cut = read.within().get(2).content();
    assertThat(cut.whole()).isFalse();
    assertThat(cut.state()).isEqualTo(TextState.PARTIAL);
    assertThat(cut.reason()).isEqualTo("too_long: more than 1000 characters");
  }

  @Test
  void all_files_of_an_archive_are_counted_whatever_is_read_of_them() throws IOException {
    var many = new PoisonDocuments(0.7).bytes("many.zip");
    assertThat(ZipDirectory.files(ByteBuffer.wrap(many))).isEqualTo(70_000);
    var moved = new byte[many.length + 10];
    System.arraycopy(many, 0, moved, 10, many.length);
    assertThat(ZipDirectory.files(ByteBuffer.wrap(moved))).isEqualTo(70_000);
    assertThat(ZipDirectory.files(ByteBuffer.wrap(many, 0, many.length / 2).slice())).isZero();
    assertThat(ZipDirectory.files(ByteBuffer.allocate(10))).isZero();
    var limits = new ExtractLimits(Duration.ofSeconds(60), 1000, 100, 3, 1 << 20);
    var read = read(limits, "many.zip", new PoisonDocuments(0.03).bytes("many.zip"));
    int taken = read.parts().read();
    assertThat(taken).isBetween(10, 100);
    assertThat(read.parts()).isEqualTo(new Extraction.Parts(3000, taken, 0, 3000 - taken));
    assertThat(read.within()).hasSizeLessThan(3000);
  }

  @Test
  void what_stands_within_itself_or_comes_again_is_read_once() throws IOException {
    var files = new TreeMap<String, byte[]>();
    for (int i = 1; i <= 50; i++) {
      files.put(i + ".txt", "the same words".getBytes());
    }
    files.put("long.bin", new byte[2 << 20]);
    var read = read("all.zip", MadeDocuments.zip(files));
    assertThat(read.parts()).isEqualTo(new Extraction.Parts(51, 50, 1, 0));
    assertThat(read.characters()).isZero();
    assertThat(read.within()).filteredOn(part -> part.content() != null).hasSize(1);
    assertThat(read.within().get(50).reason()).isEqualTo("too_large");
  }

  @Test
  void passwords_are_tried_in_turn_also_on_parts() throws IOException {
    var pdf = MadeDocuments.lockedPdf(List.of(List.of(ENGLISH)), "secret");
    var document = PoisonDocuments.lockedDocument("other secret");
    assertThat(read(LIMITS, "a.pdf", pdf, "wrong", "secret").pages().get(0).text())
        .isEqualTo(ENGLISH);
    assertThat(read(LIMITS, "a.docx", document, "wrong", "other secret").pages().get(0).text())
        .isEqualTo("words behind a password");
    var wrong = read(LIMITS, "a.pdf", pdf, "wrong", "more wrong");
    assertThat(wrong.state()).isEqualTo(TextState.ENCRYPTED);
    assertThat(wrong.reason()).isEqualTo("it wants a password, and none of 2 is right");
    var files = new TreeMap<String, byte[]>(Map.of("a.pdf", pdf, "b.docx", document));
    var both = read(LIMITS, "all.zip", MadeDocuments.zip(files), "secret", "other secret");
    assertThat(both.parts()).isEqualTo(new Extraction.Parts(2, 2, 0, 0));
    assertThat(both.state()).isEqualTo(TextState.TEXT);
  }
}
