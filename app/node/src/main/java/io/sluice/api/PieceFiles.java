package io.sluice.api;

import io.sluice.ledger.file.SentPieces.SentFile;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;

/**
 * Where the bytes of pieces go until their file is whole, which all nodes reach: a piece comes in
 * at its place, and the file goes out to its upload. Nothing else knows where they lie.
 */
interface PieceFiles {
  /** Makes sure that files have a place; blocks. */
  void prepare();

  /** Makes place for a file of which nothing has come; blocks. */
  void begin(UUID id);

  /** Goes on behind what has come; blocks. */
  Piece open(SentFile sent);

  /** Gives a whole file its name in its upload; it has it already if somebody died behind that. */
  CompletionStage<Void> place(SentFile sent);

  /** Nothing of it stays but what has its name; blocks. */
  void remove(UUID id);

  /** A piece that is being written, one lot of bytes after another. */
  interface Piece {
    /** How far the file is written. */
    long end();

    /** How far it outlives whatever happens. */
    long safe();

    CompletionStage<Void> write(ByteString bytes);

    /** What was written is safe then. */
    CompletionStage<Void> flush();

    /** Nothing more comes. */
    void close();
  }
}
