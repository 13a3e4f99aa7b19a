package io.sluice.image;

import io.sluice.image.ImageResult.Encoded;
import io.sluice.image.ImageResult.Kept;
import io.sluice.image.ImageResult.Rejected;
import io.sluice.ledger.channel.PhotoOutcome;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A result on its way from the child process to its parent. */
final class ResultFile {
  private ResultFile() {}

  static void write(ImageResult result, Path file) throws IOException {
    try (var out = new DataOutputStream(Files.newOutputStream(file))) {
      out.writeUTF(result.getClass().getSimpleName());
      if (result instanceof Encoded encoded) {
        out.writeInt(encoded.width());
        out.writeInt(encoded.height());
        out.write(encoded.jpeg());
      } else if (result instanceof Kept kept) {
        out.writeUTF(kept.extension());
      } else if (result instanceof Rejected rejected) {
        out.writeUTF(rejected.outcome().name());
        out.writeUTF(rejected.reason());
      }
    }
  }

  static ImageResult read(Path file) throws IOException {
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      var kind = in.readUTF();
      return switch (kind) {
        case "Encoded" -> {
          var width = in.readInt();
          var height = in.readInt();
          yield new Encoded(in.readAllBytes(), width, height);
        }
        case "Kept" -> new Kept(in.readUTF());
        case "Rejected" -> new Rejected(PhotoOutcome.valueOf(in.readUTF()), in.readUTF());
        default -> throw new IOException("a result of kind " + kind);
      };
    }
  }
}
