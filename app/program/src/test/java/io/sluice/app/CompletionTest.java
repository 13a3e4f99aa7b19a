package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it looks at what the process prints")
class CompletionTest {
  @TempDir Path directory;

  private String completed(String words) throws IOException, InterruptedException {
    var script =
        Files.writeString(directory.resolve("script"), Program.run("completion", "bash").out());
    var typed =
        """
        sluice() {
          case $* in
            "channel list --names") printf 'durov\\nnews-1\\n$(touch x)\\n' ;;
            "batch list --names") printf 'files-1\\n' ;;
          esac
        }
        source "$0"; complete -p sluice; COMP_WORDS=(%s ""); COMP_CWORD=%d; COMP_LINE="%s "
        _complete_sluice; printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(words, words.split(" ").length, words);
    var process =
        new ProcessBuilder("bash", "-c", typed, script.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  @Test
  void bash_completes_commands() throws Exception {
    assertThat(completed("sluice").lines())
        .first()
        .asString()
        .startsWith("complete ")
        .contains("sluice");
    assertThat(completed("sluice").lines()).contains("collect", "channel", "status", "completion");
    assertThat(completed("sluice channel").lines()).contains("add", "list", "watch", "failures");
  }

  @Test
  void bash_completes_channels_and_batches_by_their_names_and_none_that_it_would_run()
      throws Exception {
    assertThat(completed("sluice channel pause").lines()).contains("durov", "news-1");
    assertThat(completed("sluice batch watch").lines()).contains("files-1").doesNotContain("durov");
    assertThat(directory.resolve("x")).doesNotExist();
    assertThat(completed("sluice channel list").lines()).doesNotContain("durov");
  }

  @Test
  void the_script_is_for_zsh_too_and_has_the_settings() {
    assertThat(Program.run("completion", "zsh").out())
        .contains("--batch-size", "--purge", "bashcompinit");
  }
}
