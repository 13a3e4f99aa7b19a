package io.sluice.telegram;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.export.ExportBounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotAnExportTest {
  @TempDir Path directory;

  @Test
  void a_missing_path() {
    refused(directory.resolve("gone"), "found nothing");
  }

  @Test
  void an_empty_directory() {
    refused(directory, "an empty directory");
  }

  @Test
  void a_directory_of_other_things() throws IOException {
    Files.createFile(directory.resolve("holiday.jpg"));

    refused(directory, "1 other entries, such as holiday.jpg");
  }

  @Test
  void a_directory_above_an_export() throws IOException {
    var below = Files.createDirectory(directory.resolve("ChatExport_2024-03-01"));
    Exports.write(below, Exports.channel());

    refused(directory, below + " has one");
  }

  @Test
  void an_html_export() throws IOException {
    var page = Files.writeString(directory.resolve("messages.html"), "<!DOCTYPE html>");

    refused(directory, "an HTML export (messages.html)");
    refused(page, "choose the JSON format in Telegram Desktop");
  }

  @Test
  void a_directory_called_as_the_file_should_be() throws IOException {
    Files.createDirectory(directory.resolve("result.json"));

    refused(directory, "no regular file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''| an empty file",
        "'   '| JSON that is no object",
        "[1, 2]| JSON that is no object",
        "{}| an empty JSON object",
        "{\"model\": \"m\", \"messages\": []}| JSON of something else",
        "{\"personal_information\": {}}| an export without chats",
        "{\"name\": \"n\", \"id\": 5| JSON without a chat that is cut off at byte 21",
        "\u0089PNG and so on| no JSON (malformed at byte",
      })
  void a_file_of_something_else(String content, String found) throws IOException {
    Exports.write(directory, content);

    refused(directory, found);
  }

  private static void refused(Path typed, String found) {
    assertThatExceptionOfType(NotAnExportException.class)
        .isThrownBy(() -> ExportIndex.of(typed, ExportBounds.NONE))
        .withMessageStartingWith(typed.toString())
        .withMessageContaining(found)
        .withMessageContaining("expected the result.json");
  }
}
