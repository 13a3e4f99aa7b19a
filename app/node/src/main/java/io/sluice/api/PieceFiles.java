package io.sluice.api;

import io.sluice.blob.BlobStore;
import io.sluice.ledger.file.SentPieces.SentFile;
import io.sluice.settings.FileMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.apache.pekko.util.ByteString;

/**
 * Where the bytes of pieces go until their file is whole, on a disk that all nodes see: a piece
 * comes in at its place, and the file goes out to its upload. Nothing else knows where they lie.
 */
record PieceFiles(Path root, BlobStore images, FileMode mode, UploadStore store) {

  /** Makes sure that files have a place. */
  void prepare() {
    images.checkPlace();
    try {
      mode.makeDirectories(root.resolve(Uploads.PARTS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes place for a file of which nothing has come. */
  void begin(UUID id) {
    try {
      mode.create(at(id)).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A piece that is being written. Not thread-safe. */
  final class Piece implements AutoCloseable {
    private final FileChannel file;
    private long end;

    private Piece(SentFile sent) throws IOException {
      file = FileChannel.open(at(sent.id()), StandardOpenOption.WRITE);
      end = sent.received();
    }

    /** How far the file is written. */
    long end() {
      return end;
    }

    void write(ByteString bytes) {
      try {
        for (ByteBuffer buffer : bytes.getByteBuffers()) {
          while (buffer.hasRemaining()) {
            end += file.write(buffer, end);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** What was written outlives a power cut from now on. */
    void force() {
      try {
        file.force(false);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Goes on behind what has come. */
  Piece open(SentFile sent) {
    images.checkPlace();
    try {
      return new Piece(sent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives a whole file its name in its upload; it has it already if somebody died behind that. */
  void place(SentFile sent) {
    images.checkPlace();
    var target = UploadPath.of(root.resolve(sent.upload()), sent.path());
    if (Files.exists(at(sent.id())) || !Files.isRegularFile(target)) {
      store.name(at(sent.id()), target);
    }
  }

  void remove(UUID id) {
    try {
      Files.deleteIfExists(at(id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path at(UUID id) {
    return root.resolve(Uploads.PARTS).resolve(id.toString());
  }
}
