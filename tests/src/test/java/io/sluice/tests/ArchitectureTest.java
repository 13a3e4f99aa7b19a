package io.sluice.tests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps the directions in which the modules and their packages depend on each other. */
class ArchitectureTest {
  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(
              place -> !place.matches(Pattern.compile(".*(test-classes|-tests\\.jar).*")))
          .importPackages("io.sluice");
  private static final String[] WORDS = packagesOf("app/words");
  private static final String[] PERSISTENCE = packagesOf("persistence");
  private static final String[] ACTORS = packagesOf("actors");

  /** All that its sources have, so that a new package is in its module's layer by itself. */
  private static String[] packagesOf(String module) {
    var sources = Path.of("..", module, "src", "main", "java", "io", "sluice");
    try (var packages = Files.list(sources)) {
      return packages
          .map(found -> "io.sluice." + found.getFileName() + "..")
          .toArray(String[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void modules_point_one_way() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .ensureAllClassesAreContainedInArchitecture()
        .layer("words")
        .definedBy(WORDS)
        .layer("persistence")
        .definedBy(PERSISTENCE)
        .layer("actors")
        .definedBy(ACTORS)
        .layer("cluster-config")
        .definedBy(packagesOf("cluster-config"))
        .layer("views")
        .definedBy(packagesOf("app/views"))
        .layer("client")
        .definedBy(packagesOf("app/client"))
        .layer("bench")
        .definedBy(packagesOf("app/bench"))
        .layer("node")
        .definedBy(packagesOf("app/node"))
        .layer("program")
        .definedBy(packagesOf("app/program"))
        .whereLayer("program")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("node")
        .mayOnlyBeAccessedByLayers("program")
        .whereLayer("bench")
        .mayOnlyBeAccessedByLayers("program")
        .whereLayer("client")
        .mayOnlyBeAccessedByLayers("program")
        .whereLayer("views")
        .mayOnlyBeAccessedByLayers("client", "node")
        .whereLayer("cluster-config")
        .mayOnlyBeAccessedByLayers("node", "program")
        .whereLayer("actors")
        .mayOnlyBeAccessedByLayers("bench", "node", "program")
        .whereLayer("persistence")
        .mayOnlyBeAccessedByLayers("actors", "cluster-config", "bench", "node", "program")
        .whereLayer("words")
        .mayOnlyBeAccessedByLayers(
            "persistence", "actors", "cluster-config", "client", "bench", "node", "program")
        .check(PROGRAM);
  }

  @Test
  void what_is_stored_knows_no_actors() {
    noClasses()
        .that()
        .resideInAnyPackage(PERSISTENCE)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.pekko..")
        .check(PROGRAM);
  }

  @Test
  void pictures_know_no_actors() {
    noClasses()
        .that()
        .resideInAnyPackage("io.sluice.image..", "io.sluice.blob..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.pekko..")
        .check(PROGRAM);
  }

  @Test
  void requests_know_nothing_of_who_sends_them() {
    noClasses()
        .that()
        .resideInAPackage("io.sluice.http..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.sluice..")
                .and(
                    not(
                        resideInAnyPackage(
                            "io.sluice.http..",
                            "io.sluice.wire..",
                            "io.sluice.tls..",
                            "io.sluice.settings.."))))
        .check(PROGRAM);
  }

  @Test
  void what_stands_on_the_wire_knows_neither_end() {
    noClasses()
        .that()
        .resideInAPackage("io.sluice.wire..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.sluice..")
                .and(not(resideInAnyPackage("io.sluice.wire..", "io.sluice.tls.."))))
        .check(PROGRAM);
  }

  @Test
  void the_listener_knows_nothing_of_what_it_serves() {
    noClasses()
        .that()
        .resideInAPackage("io.sluice.server..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.sluice..")
                .and(
                    not(
                        resideInAnyPackage(
                            "io.sluice.server..",
                            "io.sluice.wire..",
                            "io.sluice.settings..",
                            "io.sluice.tls..",
                            "io.sluice.persistence.."))))
        .check(PROGRAM);
  }

  @Test
  void what_people_read_is_printed_in_lines_that_are_made_printable() {
    var unseen = resideInAnyPackage("io.sluice.bench..", "io.sluice.terminal..");
    noClasses()
        .that(not(unseen))
        .should()
        .callMethodWhere(
            target(owner(assignableTo(PrintWriter.class)))
                .and(target(nameMatching("printf|format|append|write"))))
        .check(PROGRAM);
    noClasses()
        .that(not(unseen))
        .and()
        .haveNameNotMatching(".*ProgressDisplay.*")
        .should()
        .callMethodWhere(
            target(owner(assignableTo(PrintStream.class)))
                .and(target(nameMatching("print|println|printf|format|append|write"))))
        .check(PROGRAM);
  }

  @Test
  void no_packages_go_round_in_circles() {
    slices().matching("io.sluice.(*)..").should().beFreeOfCycles().check(PROGRAM);
  }

  @Test
  void no_class_has_a_name_that_says_nothing() {
    noClasses()
        .should()
        .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Common|Abstract.*)")
        .check(PROGRAM);
  }

  @Test
  void what_all_work_shares_knows_no_kind_of_it() {
    noClasses()
        .that()
        .resideInAPackage("io.sluice.run..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.sluice.channel..", "io.sluice.telegram..", "io.sluice.image..")
        .check(PROGRAM);
  }

  @Test
  void a_kind_of_source_is_named_only_where_all_kinds_are_listed() {
    var packages =
        PROGRAM.stream()
            .filter(found -> found.isAssignableTo("io.sluice.channel.SourceKind"))
            .filter(found -> !found.isInterface())
            .map(kind -> "io.sluice." + kind.getPackageName().split("\\.")[2] + "..")
            .collect(Collectors.toSet());
    assertThat(packages).contains("io.sluice.telegram..");
    for (var ofOneKind : packages) {
      noClasses()
          .that()
          .resideOutsideOfPackage(ofOneKind)
          .and()
          .doNotHaveFullyQualifiedName("io.sluice.node.KnownSources")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ofOneKind)
          .check(PROGRAM);
    }
  }

  @Test
  void runs_know_no_kind_of_rows() {
    noClasses()
        .that()
        .resideInAPackage("io.sluice.ledger")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.sluice.ledger.channel..")
        .check(PROGRAM);
  }

  @Test
  void nodes_know_no_runs() {
    noClasses()
        .that()
        .resideInAPackage("io.sluice.ledger.node..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.sluice.ledger", "io.sluice.ledger.channel..")
        .check(PROGRAM);
  }
}
