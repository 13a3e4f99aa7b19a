package io.sluice.category;

import java.util.Arrays;

/**
 * Numbers words from 0. A word is known by a hash of 64 bits of its letters in small, and two
 * letters are the least; of scripts that do not part words, each two signs in a row are one. Filled
 * by one thread; then any may read.
 */
final class WordTable {
  private static final long SEED = 0xcbf29ce484222325L;
  private static final long FACTOR = 0x100000001b3L;

  /** Later words are not known. */
  private final int most;

  private long[] hashes = new long[1 << 12];
  private int[] numbers = new int[hashes.length];
  private int size;

  WordTable(int most) {
    this.most = most;
  }

  int size() {
    return size;
  }

  /** The words of a text in order, and how often each is in it. */
  record Counts(int[] words, int[] times) {}

  /** Of words that are known. */
  Counts count(String text) {
    return counts(text, false);
  }

  /** Of all words, which are known from now on. */
  Counts learn(String text) {
    return counts(text, true);
  }

  private Counts counts(String text, boolean learn) {
    var found = new int[text.length()];
    int count = 0;
    int at = 0;
    long hash = SEED;
    int letters = 0;
    int before = 0;
    while (at < text.length()) {
      int sign = text.codePointAt(at);
      at += Character.charCount(sign);
      if (isMark(sign)) {
        continue;
      }
      boolean apart = isUnparted(sign);
      if (apart || !Character.isLetter(sign)) {
        if (letters > 1) {
          count = put(found, count, hash, learn);
        }
        hash = SEED;
        letters = 0;
        if (apart && before != 0) {
          count = put(found, count, with(with(SEED, before), sign), learn);
        }
        before = apart ? sign : 0;
      } else {
        hash = with(hash, Character.toLowerCase(sign));
        letters++;
        before = 0;
      }
    }
    if (letters > 1) {
      count = put(found, count, hash, learn);
    }
    return counted(found, count);
  }

  /** An accent or a vowel sign, which is of the letter before it. */
  private static boolean isMark(int sign) {
    return sign >= 0x300
        && (Character.getType(sign) == Character.NON_SPACING_MARK
            || Character.getType(sign) == Character.COMBINING_SPACING_MARK);
  }

  private static boolean isUnparted(int sign) {
    return sign > 0x0e00
        && (Character.isIdeographic(sign)
            || sign >= 0x3040 && sign < 0x3100
            || sign < 0x0f00 && Character.isLetter(sign));
  }

  private static long with(long hash, int sign) {
    return (hash ^ sign) * FACTOR;
  }

  private int put(int[] found, int count, long hash, boolean learn) {
    int number = number(hash == 0 ? 1 : hash, learn);
    if (number < 0) {
      return count;
    }
    found[count] = number;
    return count + 1;
  }

  private int number(long hash, boolean learn) {
    int slot = slot(hash, hashes);
    if (hashes[slot] == hash) {
      return numbers[slot];
    }
    if (!learn || size == most) {
      return -1;
    }
    if (2 * size >= hashes.length) {
      grow();
      slot = slot(hash, hashes);
    }
    hashes[slot] = hash;
    numbers[slot] = size;
    return size++;
  }

  private static int slot(long hash, long[] hashes) {
    int slot = (int) (hash ^ hash >>> 32) & hashes.length - 1;
    while (hashes[slot] != 0 && hashes[slot] != hash) {
      slot = slot + 1 & hashes.length - 1;
    }
    return slot;
  }

  private void grow() {
    var wider = new long[2 * hashes.length];
    var widerNumbers = new int[wider.length];
    for (int i = 0; i < hashes.length; i++) {
      if (hashes[i] != 0) {
        int slot = slot(hashes[i], wider);
        wider[slot] = hashes[i];
        widerNumbers[slot] = numbers[i];
      }
    }
    hashes = wider;
    numbers = widerNumbers;
  }

  private static Counts counted(int[] found, int count) {
    Arrays.sort(found, 0, count);
    var words = new int[count];
    var times = new int[count];
    int distinct = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || found[i] != found[i - 1]) {
        words[distinct++] = found[i];
      }
      times[distinct - 1]++;
    }
    return new Counts(Arrays.copyOf(words, distinct), Arrays.copyOf(times, distinct));
  }
}
