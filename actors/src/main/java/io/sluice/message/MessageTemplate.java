package io.sluice.message;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A user's template in Mustache: values by name go in, a text comes out. Values are texts alone and
 * are never read as a template; there are no partials and nothing is called. Immutable,
 * thread-safe.
 */
public final class MessageTemplate {
  /** Of a template, in bytes. */
  public static final int MOST_BYTES = 64 << 10;

  /** Of what comes out, in characters. */
  private static final int MOST_OUT = 100_000;

  private static final Mustache.Compiler COMPILER =
      Mustache.compiler()
          .escapeHTML(false)
          .emptyStringIsFalse(true)
          .withFormatter(value -> value instanceof String text ? text : "")
          .withCollector(new TextsAlone())
          .withLoader(
              name -> {
                throw new MustacheException("partials are not read: " + name);
              });

  private final Template template;
  private final Set<String> names;
  private final Set<String> bare;

  private MessageTemplate(Template template, Set<String> names, Set<String> bare) {
    this.template = template;
    this.names = Collections.unmodifiableSet(names);
    this.bare = Collections.unmodifiableSet(bare);
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException if it is none; what it says is for people
   */
  public static MessageTemplate of(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a template may have %d bytes, and this one has %d".formatted(MOST_BYTES, bytes));
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException("a template is empty");
    }
    try {
      var template = COMPILER.compile(text);
      var names = new Names(text.contains("{{="));
      template.visit(names);
      return new MessageTemplate(template, names.all, names.bare());
    } catch (MustacheException e) {
      throw new IllegalArgumentException("the template cannot be read: " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("the template has too many sections in one another", e);
    }
  }

  /** All names in it. */
  public Set<String> names() {
    return names;
  }

  /** Names whose value is written, and of which nothing says what is written where it is empty. */
  Set<String> bareNames() {
    return bare;
  }

  /**
   * What comes out with these values.
   *
   * @param values of all its names
   * @throws IllegalArgumentException if that is too long
   */
  String render(Map<String, String> values) {
    var out = new Bounded();
    try {
      template.execute(values, out);
      return out.toString();
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("it has too many sections in one another", e);
    } catch (MustacheException e) {
      if (e.getCause() instanceof TooLongException tooLong) {
        throw new IllegalArgumentException(tooLong.getMessage(), e);
      }
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static final class Names implements Mustache.Visitor {
    private final Set<String> all = new LinkedHashSet<>();
    private final Set<String> written = new LinkedHashSet<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final boolean otherBraces;

    /**
     * @param otherBraces whether the template says that its names stand in others
     */
    Names(boolean otherBraces) {
      this.otherBraces = otherBraces;
    }

    Set<String> bare() {
      var bare = new LinkedHashSet<>(written);
      bare.removeAll(asked);
      return bare;
    }

    @Override
    public void visitText(String text) {
      if (!otherBraces && text.contains("{{")) {
        throw new MustacheException("a {{ has no }}");
      }
    }

    @Override
    public void visitVariable(String name) {
      all.add(name);
      written.add(name);
    }

    @Override
    public boolean visitInclude(String name) {
      throw new MustacheException("partials are not read: " + name);
    }

    @Override
    public boolean visitParent(String name) {
      throw new MustacheException("parents are not read: " + name);
    }

    @Override
    public boolean visitBlock(String name) {
      throw new MustacheException("blocks are not read: " + name);
    }

    @Override
    public boolean visitSection(String name) {
      all.add(name);
      asked.add(name);
      return true;
    }

    @Override
    public boolean visitInvertedSection(String name) {
      return visitSection(name);
    }
  }

  /** Looks names up in the map of values, and nowhere else: no method and no field is found. */
  private static final class TextsAlone implements Mustache.Collector {
    @Override
    public Iterator<?> toIterator(Object value) {
      return null;
    }

    @Override
    public Mustache.VariableFetcher createFetcher(Object context, String name) {
      return context instanceof Map
          ? (map, wanted) -> ((Map<?, ?>) map).get(wanted)
          : (other, wanted) -> Template.NO_FETCHER_FOUND;
    }

    @Override
    public <K, V> Map<K, V> createFetcherCache() {
      return Collections.synchronizedMap(new HashMap<>());
    }
  }

  private static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLongException() {
      super("the text has more than " + MOST_OUT + " characters");
    }
  }

  private static final class Bounded extends Writer {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void write(char[] signs, int from, int length) throws IOException {
      if (text.length() + length > MOST_OUT) {
        throw new TooLongException();
      }
      text.append(signs, from, length);
    }

    @Override
    public void flush() {
      // It is all in memory.
    }

    @Override
    public void close() {
      // Nothing is open.
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
