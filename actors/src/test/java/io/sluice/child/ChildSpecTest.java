package io.sluice.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChildSpecTest {
  @Test
  void a_child_comes_to_the_kept_classes_as_its_parent_does_and_gets_nothing_else_of_it() {
    assertThat(
            ChildSpec.ofKeptClasses(
                List.of(
                    "-XX:+UseParallelGC",
                    "-Djdk.util.jar.enableMultiRelease=false",
                    "-XX:SharedArchiveFile=/opt/classes.jsa",
                    "-Xshare:auto",
                    "-Xlog:cds=off",
                    "-Xlog:cds+dynamic=off",
                    "-Xlog:class+path=off",
                    "-Xlog:gc",
                    "-Xmx4g")))
        .containsExactly(
            "-Djdk.util.jar.enableMultiRelease=false",
            "-XX:SharedArchiveFile=/opt/classes.jsa",
            "-Xlog:cds=off",
            "-Xlog:cds+dynamic=off",
            "-Xlog:class+path=off");
  }
}
