package io.sluice.document;

import java.time.Duration;
import java.util.List;

/**
 * What reading one document may take.
 *
 * @param time in which its parser may go on; a child that is silent for longer is killed
 * @param characters of text, runs of white space counted as one
 * @param parts documents within it
 * @param depth of documents within documents
 * @param bytes of a document within it
 * @param pictures of pages without text, which are made for a reader of pictures
 */
public record ExtractLimits(
    Duration time, long characters, int parts, int depth, long bytes, int pictures) {

  /** Without pictures. */
  public ExtractLimits(Duration time, long characters, int parts, int depth, long bytes) {
    this(time, characters, parts, depth, bytes, 0);
  }

  ExtractLimits withoutPictures() {
    return new ExtractLimits(time, characters, parts, depth, bytes);
  }

  List<String> arguments() {
    return List.of(
        Long.toString(time.toMillis()),
        Long.toString(characters),
        Integer.toString(parts),
        Integer.toString(depth),
        Long.toString(bytes),
        Integer.toString(pictures));
  }

  static ExtractLimits of(List<String> arguments) {
    return new ExtractLimits(
        Duration.ofMillis(Long.parseLong(arguments.get(0))),
        Long.parseLong(arguments.get(1)),
        Integer.parseInt(arguments.get(2)),
        Integer.parseInt(arguments.get(3)),
        Long.parseLong(arguments.get(4)),
        Integer.parseInt(arguments.get(5)));
  }
}
