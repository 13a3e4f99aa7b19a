package io.sluice.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.settings.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentPasswordsTest {
  @TempDir private Path directory;

  @Test
  void passwords_are_the_lines_of_a_file_as_it_is_now() throws IOException {
    var file = directory.resolve("passwords");
    Files.writeString(file, "one\r\n two \n\none\n");
    var passwords = new DocumentPasswords(Optional.of(file));
    assertThat(passwords.current()).containsExactly("one", " two ");
    Files.writeString(file, "three");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    assertThat(passwords.current()).containsExactly("three");
    Files.delete(file);
    assertThat(passwords.current()).containsExactly("three");
    assertThat(new DocumentPasswords(Optional.empty()).current()).isEmpty();
  }

  @Test
  void what_is_too_much_or_not_there_is_refused_without_a_word_of_it() throws IOException {
    var file = directory.resolve("passwords");
    for (var text : new String[] {"secret\n" + "s".repeat(201), "secret\n".repeat(200_000)}) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> new DocumentPasswords(Optional.of(file)))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessageContaining("DOCUMENT_PASSWORDS_FILE must be a file of at most")
          .hasMessageNotContaining("secret");
    }
    var none = Optional.of(directory.resolve("none"));
    assertThatThrownBy(() -> new DocumentPasswords(none))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("none");
  }
}
