package io.sluice.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Keeps the directions in which the modules and their packages depend on each other. */
@AnalyzeClasses(packages = "io.sluice", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] PERSISTENCE = {
    "io.sluice.persistence..",
    "io.sluice.ledger..",
    "io.sluice.settings..",
    "io.sluice.serialization.."
  };
  private static final String[] ACTORS = {
    "io.sluice.channel..",
    "io.sluice.telegram..",
    "io.sluice.image..",
    "io.sluice.storage..",
    "io.sluice.failure.."
  };

  @ArchTest
  static final ArchRule MODULES_POINT_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("app")
          .definedBy("io.sluice.app..", "io.sluice.sample..")
          .layer("actors")
          .definedBy(ACTORS)
          .layer("cluster-config")
          .definedBy("io.sluice.cluster..")
          .layer("persistence")
          .definedBy(PERSISTENCE)
          .whereLayer("app")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("actors")
          .mayOnlyBeAccessedByLayers("app")
          .whereLayer("cluster-config")
          .mayOnlyBeAccessedByLayers("app")
          .whereLayer("persistence")
          .mayOnlyBeAccessedByLayers("app", "actors", "cluster-config");

  @ArchTest
  static final ArchRule WHAT_IS_STORED_KNOWS_NO_ACTORS =
      noClasses()
          .that()
          .resideInAnyPackage(PERSISTENCE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.pekko..");

  @ArchTest
  static final ArchRule PICTURES_KNOW_NO_ACTORS =
      noClasses()
          .that()
          .resideInAnyPackage("io.sluice.image..", "io.sluice.storage..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.pekko..");

  @ArchTest
  static final ArchRule NO_PACKAGES_GO_ROUND_IN_CIRCLES =
      slices().matching("io.sluice.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_CLASS_HAS_A_NAME_THAT_SAYS_NOTHING =
      noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl|Common|Abstract.*)");
}
