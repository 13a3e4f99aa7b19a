package io.sluice.persistence;

/**
 * What texts begin with. In SQL such texts are those of the collation {@code "C"} from the first to
 * below the last of these, which an index of that collation has in one piece.
 */
public record Beginning(String first) {
  /** Comes behind all that is written. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  /** With the same letters before it. */
  public String end() {
    return first + LAST;
  }
}
