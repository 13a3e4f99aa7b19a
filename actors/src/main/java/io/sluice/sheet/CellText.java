package io.sluice.sheet;

import io.sluice.sheet.XmlScanner.Met;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a cell that is made of runs, without what tells how it is pronounced. */
final class CellText {
  private static final Pattern ESCAPED = Pattern.compile("_x(\\p{XDigit}{4})_");

  private final int most;
  private final StringBuilder text = new StringBuilder();
  private boolean tooLong;

  CellText(int most) {
    this.most = most;
  }

  /** To the end of the element that has just begun. */
  void read(XmlScanner xml) throws IOException {
    text.setLength(0);
    tooLong = false;
    int outside = xml.depth() - 1;
    while (xml.depth() > outside) {
      var met = xml.next();
      if (met == Met.NOTHING) {
        return;
      }
      if (met == Met.BEGIN && xml.is("rPh")) {
        xml.passElement();
      } else if (met == Met.BEGIN && xml.is("t")) {
        xml.keepText();
      } else if (met == Met.END && xml.is("t")) {
        add(xml);
      }
    }
  }

  private void add(XmlScanner xml) {
    xml.dropText();
    tooLong |= xml.isCut() || text.length() + xml.text().length() > most;
    if (!tooLong) {
      text.append(xml.text());
    }
  }

  boolean isTooLong() {
    return tooLong;
  }

  String text() {
    return plain(text.toString());
  }

  /** Signs that XML has no place for are written as numbers. */
  static String plain(String text) {
    var unescaped =
        text.contains("_x")
            ? ESCAPED
                .matcher(text)
                .replaceAll(
                    found ->
                        Matcher.quoteReplacement(
                            Character.toString(Integer.parseInt(found.group(1), 16))))
            : text;
    return Cells.clean(unescaped);
  }
}
