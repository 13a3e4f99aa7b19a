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
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
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

  /** Looks into the store: what is near is looked at sooner than handed over. */
  private final Executor lookers;

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
    lookers = blobs.isNear() ? Runnable::run : threads;
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
    return pictured(item, intake.apply(item));
  }

  /** With the picture that is made of what was read, if it is an image. */
  CompletionStage<ItemOutcome<FileContent>> pictured(
      ItemWork item, CompletionStage<ItemOutcome<FileContent>> read) {
    return read.thenCompose(
        outcome ->
            outcome instanceof Passed<FileContent> passed
                ? pictures.of(item, passed.value())
                : CompletableFuture.completedFuture(outcome));
  }

  /** Blobs come before their rows: a crash leaves at most one that no row tells of. */
  @Override
  public List<ItemResult<FileContent>> prepare(List<ItemResult<FileContent>> results) {
    long withdrawals = keep(results.stream().map(ItemResult::value).toList());
    return results.stream().map(result -> looked(result, withdrawals)).toList();
  }

  /**
   * Gives contents their places; what the store has already is thrown away. May block.
   *
   * @return how often something was taken out of the store before
   */
  long keep(List<FileContent> contents) {
    rows.lookAhead();
    // Where it costs nothing to look, that is done in the transaction.
    long withdrawals = blobs.isNear() ? 0 : rows.withdrawals();
    var places = rows.known(contents.stream().map(FileContent::hash).toList());
    var there = there(places.values());
    var fresh = new LinkedHashMap<String, Draft>();
    for (var content : contents) {
      var known = places.get(HexFormat.of().formatHex(content.hash()));
      var key = known == null ? content.key() : known;
      if (known != null && there.contains(known) || fresh.containsKey(key)) {
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
    return withdrawals;
  }

  private static ItemResult<FileContent> looked(ItemResult<FileContent> result, long withdrawals) {
    var content = result.value().lookedFor(withdrawals);
    return new ItemResult<>(result.run(), result.batch(), result.number(), content);
  }

  /** Which of these keys are in the store. */
  private Set<String> there(Collection<String> keys) {
    var there = ConcurrentHashMap.<String>newKeySet();
    AtOnce.forEach(
        Set.copyOf(keys),
        key -> {
          if (blobs.exists(key)) {
            there.add(key);
          }
        },
        lookers);
    return there;
  }

  @Override
  public Map<Long, ItemState> write(Connection connection, List<ItemResult<FileContent>> results)
      throws SQLException {
    var files = results.stream().map(FileStage::row).toList();
    var kept = FileRows.insert(connection, files);
    check(
        connection,
        files.stream().map(file -> new FileRows.Placed(file, kept.get(file.item()))).toList(),
        // They were prepared together.
        results.get(0).value().withdrawals());
    return files.stream()
        .map(FileRow::item)
        .filter(item -> !kept.get(item).isNew())
        .collect(Collectors.toMap(item -> item, item -> ItemState.DUPLICATE));
  }

  /**
   * In the transaction that stores files: whether they are there. While one is purged, or swept
   * away, its row is waited for, and the blob may be gone. Where it costs to look for each, it is
   * enough that nobody has taken anything out of the store since they were there: who does so says
   * so before the rows are free again.
   *
   * @param withdrawals what {@link #keep} gave
   */
  void check(Connection connection, List<FileRows.Placed> files, long withdrawals)
      throws SQLException {
    if (blobs.isNear() || FileRows.withdrawals(connection) != withdrawals) {
      look(files);
    }
  }

  private void look(List<FileRows.Placed> files) {
    var keys = new HashSet<String>();
    for (var placed : files) {
      keys.add(placed.place().path());
      // Of one that was stored already its own row tells whether there is a picture.
      if (placed.place().isNew() && placed.file().picturePath() != null) {
        keys.add(placed.file().picturePath());
      }
    }
    AtOnce.forEach(keys, this::checkThatItIsThere, lookers);
  }

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
