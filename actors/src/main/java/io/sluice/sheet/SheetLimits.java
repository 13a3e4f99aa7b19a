package io.sluice.sheet;

/**
 * How much a list may be: what is beyond is refused, or is a bad row.
 *
 * @param mostBytes of the file as it was sent
 * @param mostUnzipped bytes of all parts of an XLSX together
 * @param mostRatio of the bytes of a part to those that it is packed into
 * @param mostParts files within an XLSX
 * @param mostCells of a row
 * @param mostCellSigns UTF-16 units of a cell; Excel ends at 32,767
 * @param mostRowSigns UTF-16 units of all cells of a row
 */
public record SheetLimits(
    long mostBytes,
    long mostUnzipped,
    int mostRatio,
    int mostParts,
    int mostCells,
    int mostCellSigns,
    int mostRowSigns) {
  private static final int UNZIPPED = 20;
  private static final int RATIO = 200;
  private static final int PARTS = 10_000;
  private static final int CELLS = 1000;
  private static final int CELL_SIGNS = 32_767;
  private static final int ROW_SIGNS = 1 << 18;

  public SheetLimits {
    if (mostBytes < 1
        || mostUnzipped < mostBytes
        || mostRatio < 1
        || mostParts < 1
        || mostCells < 1
        || mostCellSigns < 1
        || mostRowSigns < mostCellSigns) {
      throw new IllegalArgumentException("Each limit of a sheet is at least 1");
    }
  }

  /** What suits lists of so many bytes. */
  public static SheetLimits of(long mostBytes) {
    return new SheetLimits(
        mostBytes, UNZIPPED * mostBytes, RATIO, PARTS, CELLS, CELL_SIGNS, ROW_SIGNS);
  }
}
