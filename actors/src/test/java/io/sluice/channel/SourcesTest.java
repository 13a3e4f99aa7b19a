package io.sluice.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.Unrecoverable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SourcesTest {
  private static final MemorySource OPENED = MemorySource.ofTexts(1);
  private static final Kind BOOKS = new Kind("book", "book:", false);
  private static final Kind FILES = new Kind("file", "", true);
  private static final Sources SOURCES = new Sources(List.of(BOOKS, FILES));

  /** What begins so is meant for it; book:torn is refused. */
  private record Kind(String name, String beginning, boolean readsFiles) implements SourceKind {
    @Override
    public boolean isMeantBy(String typed) {
      return typed.startsWith(beginning);
    }

    @Override
    public boolean canFollow() {
      return false;
    }

    @Override
    public String remedy() {
      return "";
    }

    @Override
    public Offer offer(String typed, Terms terms) throws IOException {
      if (typed.endsWith("torn")) {
        throw new UnfitSourceException("it is torn");
      }
      var alias = typed.toLowerCase();
      return Offer.of(
          typed,
          new Offer.Candidate(
              alias, typed, Set.of(), "isbn:", SourceSpec.of(name, typed, "", terms)));
    }

    @Override
    public SourceOpener on(SourceNode node) {
      return new Opener(name);
    }
  }

  private record Opener(String kind) implements SourceOpener {
    @Override
    public ChannelSource<?> open(SourceSpec spec) {
      assertThat(spec.kind()).isEqualTo(kind);
      return OPENED;
    }

    @Override
    public CompletionStage<Optional<String>> otherAlias(SourceSpec spec) {
      return CompletableFuture.completedFuture(Optional.of(kind + " of " + spec.location()));
    }
  }

  private static SourceSpec spec(String kind) {
    return SourceSpec.of(kind, "here", "", Terms.ALL);
  }

  @Test
  void a_word_is_of_the_first_kind_that_is_meant_by_it() {
    assertThat(SOURCES.of("book:Emma")).isEqualTo(BOOKS);
    assertThat(SOURCES.of("Emma")).isEqualTo(FILES);
  }

  @Test
  void each_kind_opens_its_own() throws IOException {
    var opener = SOURCES.on(null);
    for (var kind : SOURCES.kinds()) {
      assertThat(opener.open(spec(kind.name()))).isEqualTo(OPENED);
      assertThat(opener.otherAlias(spec(kind.name())).toCompletableFuture().join())
          .contains(kind.name() + " of here");
    }
  }

  @Test
  void a_kind_that_this_program_does_not_know_is_not_tried_again() {
    var opener = SOURCES.on(null);
    assertThatThrownBy(() -> opener.open(spec("scroll")))
        .isInstanceOf(Unrecoverable.class)
        .hasMessage("there is no source of the kind scroll");
    assertThat(opener.otherAlias(spec("scroll")).toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void only_words_that_tell_all_are_an_alias() {
    assertThat(SOURCES.alias("book:Emma")).isEqualTo("book:emma");
    assertThat(SOURCES.alias("book:torn")).isEqualTo("book:torn");
    assertThat(SOURCES.alias("Emma")).isEqualTo("Emma");
  }

  @Test
  void two_kinds_of_one_name_are_a_mistake() {
    assertThatThrownBy(() -> new Sources(List.of(BOOKS, new Kind("book", "", true))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
