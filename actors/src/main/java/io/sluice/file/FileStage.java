package io.sluice.file;

import io.sluice.batch.ItemOutcome;
import io.sluice.batch.ItemOutcome.Passed;
import io.sluice.batch.ItemResult;
import io.sluice.batch.ItemStage;
import io.sluice.batch.ItemWork;
import io.sluice.blob.AtOnce;
import io.sluice.blob.BlobStore;
import io.sluice.blob.Draft;
import io.sluice.ledger.batch.ItemState;
import io.sluice.ledger.file.FileRow;
import io.sluice.ledger.file.FileRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Stores files under their content's hash, and a row for each in {@code file_events}. */
final class FileStage implements ItemStage<FileContent> {
  private final Function<ItemWork, CompletionStage<ItemOutcome<FileContent>>> intake;
  private final FilePictures pictures;
  private final BlobStore blobs;
  private final FileRows rows;
  private final FileSettings settings;
  private final Executor threads;

  /**
   * @param intake reads an item
   * @param threads which may block
   */
  FileStage(
      Function<ItemWork, CompletionStage<ItemOutcome<FileContent>>> intake,
      FilePictures pictures,
      BlobStore blobs,
      FileRows rows,
      FileSettings settings,
      Executor threads) {
    this.intake = intake;
    this.blobs = blobs;
    this.pictures = pictures;
    this.rows = rows;
    this.settings = settings;
    this.threads = threads;
  }

  @Override
  public String name() {
    return "store";
  }

  @Override
  public int parallelism() {
    return settings.parallelism();
  }

  @Override
  public CompletionStage<ItemOutcome<FileContent>> work(ItemWork item) {
    return intake
        .apply(item)
        .thenCompose(
            outcome ->
                outcome instanceof Passed<FileContent> passed
                    ? pictures.of(item, passed.value())
                    : CompletableFuture.completedFuture(outcome));
  }

  /** Blobs come before their rows: a crash leaves at most one that no row tells of. */
  @Override
  public void prepare(List<ItemResult<FileContent>> results) {
    keep(results.stream().map(ItemResult::value).toList());
  }

  /** Gives contents their places; what the store has already is thrown away. May block. */
  void keep(List<FileContent> contents) {
    rows.lookAhead();
    var places = rows.known(contents.stream().map(FileContent::hash).toList());
    var fresh = new LinkedHashMap<String, Draft>();
    for (var content : contents) {
      var known = places.get(HexFormat.of().formatHex(content.hash()));
      var key = known == null ? content.key() : known;
      if (known != null && blobs.exists(known) || fresh.containsKey(key)) {
        content.close();
      } else {
        fresh.put(key, content.draft());
        if (content.hasPicture()) {
          fresh.put(FileContent.pictureKey(key), content.picture().draft());
        }
      }
    }
    boolean durable = settings.sync() != FileSync.OFF;
    AtOnce.forEach(fresh.values(), durable ? Draft::sync : Draft::flush, threads);
    blobs.keep(fresh, durable, threads);
    fresh.values().forEach(Draft::close);
  }

  @Override
  public Map<Long, ItemState> write(Connection connection, List<ItemResult<FileContent>> results)
      throws SQLException {
    var files = results.stream().map(FileStage::row).toList();
    var kept = FileRows.insert(connection, files);
    files.forEach(file -> check(file, kept.get(file.item())));
    return files.stream()
        .map(FileRow::item)
        .filter(item -> !kept.get(item).isNew())
        .collect(Collectors.toMap(item -> item, item -> ItemState.DUPLICATE));
  }

  /** In the transaction that stores it: whether it is there. */
  void check(FileRow file, FileRows.Kept kept) {
    checkThatItIsThere(kept.path());
    // Of one that was stored already its own row tells whether there is a picture.
    if (kept.isNew() && file.picturePath() != null) {
      checkThatItIsThere(file.picturePath());
    }
  }

  /** While it is purged, or swept away, its row is waited for, and the blob may be gone. */
  private void checkThatItIsThere(String key) {
    if (!blobs.exists(key)) {
      throw new IllegalStateException(key + " was removed while it was stored again");
    }
  }

  private static FileRow row(ItemResult<FileContent> result) {
    return row(result.batch(), result.number(), result.value());
  }

  static FileRow row(long batch, long number, FileContent content) {
    var picture = content.picture();
    return new FileRow(
        batch,
        number,
        content.name(),
        content.hash(),
        content.size(),
        content.mimeType(),
        content.key(),
        content.hasPicture() ? FileContent.pictureKey(content.key()) : null,
        picture == null ? null : picture.width(),
        picture == null ? null : picture.height(),
        picture == null ? null : picture.reason());
  }
}
