package io.sluice.document;

import io.sluice.document.Extraction.Part;
import io.sluice.document.Extraction.PartState;
import io.sluice.document.Extraction.Parts;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;

/**
 * What has become of the documents within one, those of one level: each that its parser speaks of
 * is read, failed or left at the end. Used by one thread.
 */
final class PartsLevel {
  private static final int MOST_OF_A_NAME = 500;
  private static final int MOST_OF_A_DETAIL = 300;

  /** As the reader of archives tells of what it passes over. */
  private static final Pattern ENCRYPTED =
      Pattern.compile("EncryptedDocumentException: stream \\((.*)\\) is encrypted");

  private final DocumentBytes bytes;
  private final Metadata metadata;
  private final PageCollector pages;
  private final ExtractBudget budget;
  private final List<Part> parts = new ArrayList<>();

  /** Those of which the parser has spoken, and whose bytes it has not given. */
  private final List<Metadata> asked = new ArrayList<>();

  private final Set<TextState> states = EnumSet.noneOf(TextState.class);
  private Parts counts = Parts.NONE;
  private final SortedMap<Integer, byte[]> pictures = new TreeMap<>();
  private Metadata given;
  private int number;

  PartsLevel(DocumentBytes bytes, Metadata metadata, ExtractBudget budget) {
    this.bytes = bytes;
    this.metadata = metadata;
    this.budget = budget;
    pages = new PageCollector(budget);
  }

  DocumentBytes bytes() {
    return bytes;
  }

  /** What the document says of itself. */
  Metadata metadata() {
    return metadata;
  }

  PageCollector pages() {
    return pages;
  }

  /** Takes the picture of a page. */
  void picture(int page, byte[] png) {
    synchronized (budget) {
      pictures.put(page, png);
    }
  }

  /** Pictures of pages, by their numbers. */
  SortedMap<Integer, byte[]> pictures() {
    return pictures;
  }

  void ask(Metadata part) {
    synchronized (budget) {
      asked.add(part);
    }
  }

  /** Takes note of the one that is being read now, until it is known what becomes of it. */
  void give(Metadata part) {
    synchronized (budget) {
      given = part;
    }
  }

  /** The one that is being read; null if none is. */
  Metadata given() {
    return given;
  }

  /** Whether it was asked for, which is settled by this. */
  boolean isAsked(Metadata part) {
    synchronized (budget) {
      // Two with the same properties are two.
      for (int i = 0; i < asked.size(); i++) {
        if (asked.get(i) == part) {
          asked.remove(i);
          return true;
        }
      }
      return !asked.isEmpty() && asked.remove(0) != null;
    }
  }

  /** By which it is known here, at most some hundred characters. */
  String name(Metadata metadata) {
    var name = metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY);
    return name == null || name.isBlank() ? "part-" + (number + 1) : bounded(name, MOST_OF_A_NAME);
  }

  private static String bounded(String text, int most) {
    return text == null || text.length() <= most ? text : text.substring(0, most);
  }

  void leave(Metadata metadata, String reason, String detail) {
    put(new Part(name(metadata), null, 0, PartState.LEFT, reason, detail, null));
  }

  void fail(Metadata metadata, String reason, String detail) {
    fail(name(metadata), reason, detail);
  }

  private void fail(String name, String reason, String detail) {
    put(new Part(name, null, 0, PartState.FAILED, reason, bounded(detail, MOST_OF_A_DETAIL), null));
  }

  /** The same bytes as one before it. */
  void again(Metadata metadata, String sameHash, long size) {
    put(new Part(name(metadata), sameHash, size, PartState.READ, null, null, null));
  }

  /** One of which nothing can be named any more is counted only, and as left. */
  void put(Part part) {
    synchronized (budget) {
      given = null;
      number++;
      boolean named = budget.takeName(part.name());
      var state = named || part.state() == PartState.FAILED ? part.state() : PartState.LEFT;
      counts = counts.and(state);
      if (named) {
        parts.add(part);
        if (part.content() != null) {
          counts = counts.and(part.content().parts());
          states.add(part.content().state());
        }
      }
    }
  }

  /**
   * Settles those that were never given, those that a parser only tells of in the properties of
   * what they are within, and those that the document says it has and nobody has spoken of.
   *
   * @param expected how many it says that there are
   */
  void end(int expected) {
    synchronized (budget) {
      var unseen = metadata.getValues(TikaCoreProperties.TIKA_META_EXCEPTION_EMBEDDED_STREAM);
      for (int i = asked.size(); i < unseen.length; i++) {
        failUnseen(unseen[i]);
      }
      asked.forEach(part -> fail(part, "unreadable", "its bytes could not be found"));
      asked.clear();
      for (; number < expected; number++) {
        counts = counts.and(PartState.LEFT);
      }
    }
  }

  private void failUnseen(String how) {
    var encrypted = ENCRYPTED.matcher(how);
    if (encrypted.find()) {
      fail(bounded(encrypted.group(1), MOST_OF_A_NAME), "encrypted", "it wants a password");
    } else {
      fail("part-" + (number + 1), "unreadable", how.lines().findFirst().orElse(""));
    }
  }

  /** How those are that were read, taken together. */
  TextState state() {
    return Stream.of(TextState.TEXT, TextState.PARTIAL, TextState.NEEDS_OCR)
        .filter(states::contains)
        .findFirst()
        .orElse(TextState.EMPTY);
  }

  Parts counts() {
    return counts;
  }

  List<Part> parts() {
    return parts;
  }

  /** Whether all failed, and for want of a password. */
  boolean isEncrypted() {
    return !parts.isEmpty()
        && counts.found() == parts.size()
        && parts.stream().allMatch(part -> "encrypted".equals(part.reason()));
  }
}
