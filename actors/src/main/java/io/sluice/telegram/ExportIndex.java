package io.sluice.telegram;

import io.sluice.channel.Offer;
import io.sluice.export.ExportBounds;
import io.sluice.export.ExportFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an export holds: a path goes in, its chats come out without their messages.
 *
 * @param file the export
 * @param chats in the file's order, first the present ones, then those that were left
 * @param uncollected what else it holds, a line each, such as chats that cannot be collected
 * @param damage what is wrong with the file and where, such as {@code cut off at byte 123456};
 *     chats behind that place are missing. Null if nothing was met
 */
record ExportIndex(
    ExportFile file, List<ExportChat> chats, List<Offer.Uncollected> uncollected, String damage) {

  public ExportIndex {
    chats = List.copyOf(chats);
    uncollected = List.copyOf(uncollected);
  }

  /**
   * Looks into the file, or into the {@code result.json} of the directory. The export of a single
   * chat is read up to its first message, one of many chats to its end.
   *
   * @throws NotAnExportException if there is no export, or one that is broken before its first chat
   * @throws IOException naming the path, if it cannot be read
   */
  static ExportIndex of(Path typed, ExportBounds bounds) throws IOException {
    return ExportScan.of(FindExport.at(typed, bounds));
  }

  public Optional<ExportChat> chat(String part) {
    return chats.stream().filter(chat -> chat.part().equals(part)).findFirst();
  }
}
