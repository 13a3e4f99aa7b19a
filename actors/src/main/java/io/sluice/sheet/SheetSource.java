package io.sluice.sheet;

import java.io.IOException;
import java.io.InputStream;

/** Where a list lies: its bytes come out, from the first on, as often as it is opened. */
public interface SheetSource {
  /** What its user calls it. */
  String name();

  InputStream open() throws IOException;
}
