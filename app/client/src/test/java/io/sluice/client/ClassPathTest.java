package io.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the client is built with is all that it can come to use. */
class ClassPathTest {
  @Test
  void the_client_has_no_node_no_database_and_no_pictures_on_its_class_path() {
    assertThat(List.of(System.getProperty("java.class.path").split(File.pathSeparator)))
        .anyMatch(entry -> entry.contains("picocli"))
        .noneMatch(
            entry ->
                entry.matches(
                    ".*(pekko|postgresql|Hikari|flyway|scrimage|opencv|logback"
                        + "|persistence|actors|cluster-config|app/node).*"));
  }
}
