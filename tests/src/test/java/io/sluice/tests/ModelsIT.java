package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The models of the protocols between nodes hold what they claim in all their states, and each
 * guard that is taken out of one breaks just those claims that it is there for.
 */
class ModelsIT {
  /** Of the model. */
  private static final Set<String> ALL = Set.of();

  /** No guard is there for it: it says that the guards cost nothing while nothing goes wrong. */
  private static final Set<String> NEVER_BROKEN = Set.of("nobody_ends_without_a_fault");

  @TempDir private Path directory;

  /**
   * A model with its bounds.
   *
   * @param claims to be searched; all of them if it is empty
   */
  private record Whole(String model, List<String> bounds, Set<String> claims) {}

  /**
   * A guard that is taken out of a model.
   *
   * @param flags that take it out, and bounds
   * @param broken the claims that break, and no others
   * @param asked all that are searched; all of the model's if it is empty
   */
  private record Mutation(String model, List<String> flags, Set<String> broken, Set<String> asked) {
    static Mutation of(String model, String flag, String... broken) {
      return new Mutation(model, List.of(flag), Set.of(broken), ALL);
    }
  }

  private static List<Whole> wholes() {
    return List.of(
        new Whole("fence", List.of("MESSAGES=3", "FAULTS=3"), ALL),
        new Whole("forming", List.of("FAULTS=2"), ALL),
        new Whole("forming", List.of("FAULTS=3"), Set.of("one_cluster", "the_living_stay")),
        new Whole("forming", List.of("FAULTS=1", "TWO_CLUSTERS"), Set.of("all_get_in")),
        new Whole("lease", List.of("FAULTS=4"), ALL),
        new Whole("purge", List.of(), ALL));
  }

  private static List<Mutation> mutations() {
    return List.of(
        Mutation.of("fence", "NO_FENCE", "only_the_newest_writes"),
        Mutation.of("fence", "FENCE_BEFORE_LOCK", "only_the_newest_writes"),
        Mutation.of(
            "fence", "EPOCH_READ_BEFORE_LOCK", "an_epoch_is_of_one_run", "only_the_newest_writes"),
        Mutation.of("fence", "NEVER_LOOKS", "the_dead_begin_nothing"),
        Mutation.of("fence", "LOOKS_BEFORE_LOCK", "the_dead_begin_nothing"),
        Mutation.of(
            "fence", "CURSOR_BEFORE_ROWS", "the_cursor_is_never_ahead", "the_end_is_reached"),
        Mutation.of("fence", "COUNTS_WHAT_COMES", "each_is_counted_once"),
        Mutation.of(
            "fence", "LIMITS_IN_STORE_ALONE", "no_lock_is_held_for_ever", "the_end_is_reached"),
        Mutation.of("fence", "IDLE_LIMIT_ALONE", "no_lock_is_held_for_ever", "the_end_is_reached"),
        Mutation.of("forming", "UP_ASKS_NOTHING", "one_cluster", "all_get_in"),
        Mutation.of("forming", "UP_WITHOUT_LOCK", "one_cluster"),
        Mutation.of("forming", "JOINING_BEGINS", "one_cluster"),
        Mutation.of("forming", "ENTERS_WITHOUT_LOCK", "one_cluster", "all_get_in"),
        Mutation.of("forming", "LEAVING_IS_NOBODY", "one_cluster"),
        Mutation.of("forming", "SILENT_STAY", "one_cluster", "all_get_in"),
        Mutation.of("forming", "SILENT_IS_DEAD", "the_living_stay"),
        Mutation.of("forming", "ENDED_GETS_IN", "all_get_in"),
        Mutation.of("forming", "NO_LIMIT", "all_get_in"),
        new Mutation(
            "forming",
            List.of("NO_AGREEMENT", "TWO_CLUSTERS", "FAULTS=0"),
            Set.of("all_get_in"),
            Set.of("all_get_in")),
        Mutation.of("lease", "RELEASES_AT_ONCE", "one_goes_on"),
        Mutation.of("lease", "NOT_ANEW", "one_goes_on"),
        Mutation.of("lease", "ENDS_UNLOCKED", "not_both_end"),
        Mutation.of("lease", "ENDS_THOUGH_ENDED", "not_both_end"),
        Mutation.of("lease", "REFUSED_RENEWS", "not_both_end"),
        Mutation.of("lease", "NOTES_NOTHING", "one_is_left", "nobody_waits_for_ever"),
        Mutation.of("lease", "NEVER_EXPIRES", "nobody_waits_for_ever"),
        Mutation.of("lease", "ASKS_ONCE", "the_survivor_goes_on"),
        Mutation.of("purge", "PATHS_COME_AGAIN", "every_row_has_its_file"),
        Mutation.of("purge", "FORGETS_AT_ONCE", "every_row_has_its_file"),
        Mutation.of("purge", "DELETES_BEFORE_IT_IS_NOTED", "every_row_has_its_file"),
        Mutation.of("purge", "NO_LOCK", "every_row_has_its_file"),
        Mutation.of("purge", "NEVER_LOOKS", "every_row_has_its_file"),
        Mutation.of("purge", "LEAVES_LAST_GONE", "nothing_is_left_behind"));
  }

  @BeforeEach
  void spin_is_there() {
    assumeTrue(Spin.missing().isEmpty(), () -> "searching models needs " + Spin.missing());
  }

  @ParameterizedTest
  @MethodSource("wholes")
  void every_claim_holds(Whole whole) {
    var model = ModelFile.named(whole.model());
    var asked = whole.claims().isEmpty() ? model.claims() : whole.claims();
    assertThat(broken(model, whole.bounds(), asked)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void a_guard_that_is_taken_out_breaks_its_claims_alone(Mutation mutation) {
    var model = ModelFile.named(mutation.model());
    var asked = mutation.asked().isEmpty() ? model.claims() : mutation.asked();
    assertThat(broken(model, mutation.flags(), asked))
        .containsExactlyInAnyOrderElementsOf(mutation.broken());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fence", "forming", "lease", "purge"})
  void every_guard_is_taken_out_and_every_claim_broken_once(String name) {
    var model = ModelFile.named(name);
    var taken = new TreeSet<String>();
    var broken = new TreeSet<String>();
    for (var mutation : mutations()) {
      if (mutation.model().equals(name)) {
        mutation.flags().stream().filter(flag -> !flag.contains("=")).forEach(taken::add);
        broken.addAll(mutation.broken());
      }
    }
    assertThat(taken).isEqualTo(model.flags());
    assertThat(broken).isSubsetOf(model.claims());
    assertThat(without(model.claims(), broken)).isSubsetOf(NEVER_BROKEN);
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    var rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  private List<String> broken(ModelFile model, List<String> flags, Set<String> claims) {
    var spin = Spin.of(directory, model, flags);
    return claims.stream()
        .map(spin::search)
        .filter(search -> !search.holds())
        .map(Spin.Search::claim)
        .toList();
  }
}
