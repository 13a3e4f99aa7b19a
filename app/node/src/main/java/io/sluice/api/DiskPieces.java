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
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;

/** Pieces on a disk that all nodes see: each file is one from its first byte on. */
record DiskPieces(
    DiskUploads uploads, BlobStore images, FileMode mode, DiskStore store, Blocking blocking)
    implements PieceFiles {
  /** After so many bytes what has come is made safe. */
  private static final long STEP = 16 << 20;

  @Override
  public void prepare() {
    images.checkPlace();
    try {
      mode.makeDirectories(uploads.parts());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void begin(UUID id) {
    try {
      mode.create(at(id)).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class OnDisk implements Piece {
    private final FileChannel file;
    private long end;
    private long safe;

    private OnDisk(SentFile sent) throws IOException {
      file = FileChannel.open(at(sent.id()), StandardOpenOption.WRITE);
      end = sent.received();
      safe = end;
    }

    @Override
    public long end() {
      return end;
    }

    @Override
    public long safe() {
      return safe;
    }

    @Override
    public CompletionStage<Void> write(ByteString bytes) {
      return store.withRoom(bytes).thenCompose(some -> blocking.run(() -> written(some)));
    }

    private Void written(ByteString bytes) {
      try {
        for (ByteBuffer buffer : bytes.getByteBuffers()) {
          while (buffer.hasRemaining()) {
            end += file.write(buffer, end);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return end - safe >= STEP ? forced() : null;
    }

    private Void forced() {
      try {
        file.force(false);
        safe = end;
        return null;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public CompletionStage<Void> flush() {
      return blocking.run(this::forced);
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

  @Override
  public Piece open(SentFile sent) {
    images.checkPlace();
    try {
      return new OnDisk(sent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public CompletionStage<Void> place(SentFile sent) {
    return blocking.run(
        () -> {
          images.checkPlace();
          var target = uploads.path(new UploadTarget(sent.upload(), sent.path()));
          if (Files.exists(at(sent.id())) || !Files.isRegularFile(target)) {
            store.name(at(sent.id()), target);
          }
          return null;
        });
  }

  @Override
  public void remove(UUID id) {
    try {
      Files.deleteIfExists(at(id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path at(UUID id) {
    return uploads.parts().resolve(id.toString());
  }
}
