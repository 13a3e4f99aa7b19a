package io.sluice.sheet;

import java.io.IOException;

/** A list that is text: its charset and its separator are found from what it holds. */
final class CsvSheet implements Sheet.Opened {
  private static final int SAMPLE = 1 << 16;

  private final SheetSource source;
  private final SheetLimits limits;
  private final TextCoding coding;
  private final char separator;

  private CsvSheet(SheetSource source, SheetLimits limits, TextCoding coding, char separator) {
    this.source = source;
    this.limits = limits;
    this.coding = coding;
    this.separator = separator;
  }

  static CsvSheet of(SheetSource source, SheetLimits limits) throws IOException {
    var coding = TextCoding.of(source, limits);
    try (var in = coding.reader(source)) {
      var sample = new char[SAMPLE];
      int length = 0;
      for (int n = 0; n >= 0 && length < SAMPLE; n = in.read(sample, length, SAMPLE - length)) {
        length += n;
      }
      var text = new String(sample, 0, length);
      if (text.isBlank() && length < SAMPLE) {
        throw new NotASheetException(source.name() + " is no list of websites: it is empty");
      }
      return new CsvSheet(source, limits, coding, SeparatorSearch.find(text, length < SAMPLE));
    }
  }

  @Override
  public SheetFormat format() {
    return new SheetFormat.Csv(coding.shown(), separator, coding.damaged());
  }

  @Override
  public SheetLines lines() throws IOException {
    return new CsvLines(coding.reader(source), separator, limits);
  }

  @Override
  public void close() {
    // Nothing is held between two readings.
  }
}
