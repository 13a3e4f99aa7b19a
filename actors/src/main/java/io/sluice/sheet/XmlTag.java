package io.sluice.sheet;

import io.sluice.sheet.XmlScanner.MalformedException;
import java.util.Arrays;

/** What stands between the angle brackets of one element. */
final class XmlTag {
  private final int most;
  private char[] signs = new char[512];
  private int length;

  /** Where its name without a prefix begins, and where it ends. */
  private int nameAt;

  private int nameEnd;

  XmlTag(int most) {
    this.most = most;
  }

  void begin() {
    length = 0;
  }

  void add(char sign) throws MalformedException {
    if (length == signs.length) {
      if (length >= most) {
        throw new MalformedException("an element has more than " + most + " signs of attributes");
      }
      signs = Arrays.copyOf(signs, 2 * length);
    }
    signs[length++] = sign;
  }

  /** Whether the element ends at once. */
  boolean complete() {
    boolean isEmpty = length > 0 && signs[length - 1] == '/';
    length -= isEmpty ? 1 : 0;
    nameAt = 0;
    nameEnd = 0;
    while (nameEnd < length && signs[nameEnd] > ' ') {
      nameAt = signs[nameEnd++] == ':' ? nameEnd : nameAt;
    }
    return isEmpty;
  }

  boolean is(String name) {
    return isAt(name, nameAt, nameEnd);
  }

  private boolean isAt(String name, int from, int to) {
    if (to - from != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (signs[from + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** By its name without a prefix; null if there is none. */
  String attribute(String name) {
    int at = nameEnd;
    while (at < length) {
      int equals = find('=', at);
      int begin = equals + 1;
      while (begin < length && signs[begin] <= ' ') {
        begin++;
      }
      if (begin >= length) {
        return null;
      }
      int end = find(signs[begin], begin + 1);
      if (isCalled(name, at, equals)) {
        return decoded(begin + 1, Math.min(end, length));
      }
      at = end + 1;
    }
    return null;
  }

  private int find(char sign, int from) {
    int at = from;
    while (at < length && signs[at] != sign) {
      at++;
    }
    return at;
  }

  private boolean isCalled(String name, int from, int to) {
    int first = from;
    int last = to;
    while (last > first && signs[last - 1] <= ' ') {
      last--;
    }
    for (int i = first; i < last; i++) {
      first = signs[i] <= ' ' || signs[i] == ':' ? i + 1 : first;
    }
    return isAt(name, first, last);
  }

  private String decoded(int from, int to) {
    var value = new String(signs, from, to - from);
    int entity = value.indexOf('&');
    if (entity < 0) {
      return value;
    }
    var out = new StringBuilder();
    int done = 0;
    for (; entity >= 0; entity = value.indexOf('&', done)) {
      int end = value.indexOf(';', entity);
      if (end < 0) {
        break;
      }
      out.append(value, done, entity);
      out.appendCodePoint(knownOr(value.substring(entity + 1, end)));
      done = end + 1;
    }
    return out.append(value, done, value.length()).toString();
  }

  private static int knownOr(String name) {
    try {
      return entity(name);
    } catch (MalformedException e) {
      return '\ufffd';
    }
  }

  /** The sign that an entity stands for. */
  static int entity(CharSequence written) throws MalformedException {
    var name = written.toString();
    switch (name) {
      case "amp":
        return '&';
      case "lt":
        return '<';
      case "gt":
        return '>';
      case "quot":
        return '"';
      case "apos":
        return '\'';
      default:
        return number(name);
    }
  }

  private static int number(String name) throws MalformedException {
    try {
      boolean isHex = name.startsWith("#x") || name.startsWith("#X");
      if (name.startsWith("#")) {
        int sign = Integer.parseInt(name.substring(isHex ? 2 : 1), isHex ? 16 : 10);
        if (Character.isValidCodePoint(sign)) {
          return sign;
        }
      }
    } catch (NumberFormatException e) {
      // It is told below.
    }
    throw new MalformedException("it names an entity that is not XML's own");
  }
}
