package io.sluice.ledger.document;

import io.sluice.ledger.document.DocumentRow.Part;
import io.sluice.ledger.document.DocumentRow.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The contents of some documents and of all within them, each once: those that were read as a whole
 * by their hash, of others each is its own.
 */
final class DocumentContents {
  private final SortedMap<String, Content> byKey = new TreeMap<>();
  private final Map<Text, String> keys = new IdentityHashMap<>();

  /** One content; its key is its hash, if it was read as a whole. */
  record Content(String key, byte[] hash, Text text) {}

  /** A part of a content, by its path within that. */
  record Placed(String path, Part part) {}

  DocumentContents(Collection<DocumentRow> documents) {
    for (var document : documents) {
      if (document.text() != null) {
        add(document.key(), document.hash(), document.text());
      }
    }
  }

  private void add(String hash, byte[] bytes, Text text) {
    var key = text.whole() ? hash : hash + "-" + keys.size();
    keys.put(text, key);
    byKey.putIfAbsent(key, new Content(key, bytes, text));
    for (var part : text.parts()) {
      if (part.text() != null) {
        add(part.key(), part.hash(), part.text());
      }
    }
  }

  /** By their keys in order, so that two who have the same never wait for each other in turn. */
  Collection<Content> all() {
    return byKey.values();
  }

  /** The key of a part's content; null where it has none. */
  String key(Part part) {
    if (part.hash() == null) {
      return null;
    }
    return part.text() == null ? part.key() : keys.get(part.text());
  }

  /** All that is within a content, at any depth, each behind what it is within. */
  static List<Placed> within(Text text) {
    var placed = new ArrayList<Placed>();
    place("", text, placed);
    return placed;
  }

  private static void place(String path, Text text, List<Placed> placed) {
    for (var part : text.parts()) {
      placed.add(new Placed(path + part.name(), part));
      if (part.text() != null) {
        place(path + part.name() + "/", part.text(), placed);
      }
    }
  }

  /**
   * What is to be kept of those that are new.
   *
   * @param roots documents of items
   */
  Set<String> reached(Collection<String> roots, Set<String> isNew) {
    var reached = new HashSet<String>();
    roots.stream().filter(isNew::contains).forEach(root -> reach(root, isNew, reached));
    return reached;
  }

  private void reach(String key, Set<String> isNew, Set<String> reached) {
    if (!reached.add(key)) {
      return;
    }
    for (var placed : within(byKey.get(key).text())) {
      var inner = key(placed.part());
      if (inner != null && isNew.contains(inner)) {
        reach(inner, isNew, reached);
      }
    }
  }
}
