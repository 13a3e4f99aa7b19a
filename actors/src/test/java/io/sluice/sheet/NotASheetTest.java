package io.sluice.sheet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class NotASheetTest {
  private static void refused(byte[] bytes, String words) {
    assertThatThrownBy(() -> Sheet.of(new SheetText("sites.csv", bytes), SheetText.LIMITS))
        .isInstanceOf(NotASheetException.class)
        .hasMessageStartingWith("sites.csv ")
        .hasMessageContaining(words);
  }

  private static void refused(String text, String words) {
    refused(text.getBytes(StandardCharsets.ISO_8859_1), words);
  }

  @Test
  void says_what_it_is_and_what_to_do() throws IOException {
    refused("", "it is empty");
    refused(" \r\n\n", "it is empty");
    refused("\u00ef\u00bb\u00bf", "it is empty");
    refused(",,,\n,,,\n", "no row");
    refused("%PDF-1.7\n%\u00e2\u00e3", "it is a PDF");
    refused("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1\0\0\0", ".xls");
    refused("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0", "it is an image");
    refused("\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF\0\u0001", "it is an image");
    refused("<!DOCTYPE html><html><body><table>", "a page of the web");
    refused("\n<html xmlns:o='x'><table><tr><td>url", "a page of the web");
    refused("<?xml version='1.0'?><Workbook xmlns='urn:schemas'>", "it is XML");
    refused("{\"url\": \"https://a.example\"}", "it is JSON");
    refused("[{\"url\": 1}]", "it is JSON");
    refused("{\\rtf1\\ansi", "RTF");
    refused("\u007fELF\u0002\u0001\u0001\0\0\0\0\0\0\0\0\0\u0003\0>", "it is no text");
    refused("7z\u00bc\u00af\u0027\u001c\0\u0004", "unpack it");
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write("url\na.example\n".getBytes("UTF-8"));
    }
    refused(packed.toByteArray(), "unpack it");
  }

  @Test
  void tells_one_zip_from_another() throws IOException {
    refused(zip("sites.csv"), "it is a zip");
    refused(zip(), "it is a zip");
    refused(zip("mimetype", "content.xml"), "LibreOffice");
    refused(zip("word/document.xml"), "Word");
    refused(zip("xl/workbook.bin"), ".xlsb");
    refused("PK\u0003\u0004 and then nothing of a zip", "is damaged");
  }

  private static byte[] zip(String... names) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write("url\n".getBytes("UTF-8"));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
