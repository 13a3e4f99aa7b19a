package io.sluice.channel;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The kinds of sources that there are. What somebody typed is of the first that is meant by it, so
 * the one that takes every word comes last.
 */
public final class Sources {
  private final List<SourceKind> kinds;

  public Sources(List<SourceKind> kinds) {
    this.kinds = List.copyOf(kinds);
    if (kinds.stream().map(SourceKind::name).distinct().count() < kinds.size()) {
      throw new IllegalArgumentException("two kinds of sources have one name");
    }
  }

  public List<SourceKind> kinds() {
    return kinds;
  }

  /** The kind that is meant by what somebody typed. */
  public SourceKind of(String typed) {
    return kinds.stream()
        .filter(kind -> kind.isMeantBy(typed))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no kind of source takes every word"));
  }

  /** Under which alias a channel is known that somebody names; the same word if it names none. */
  public String alias(String typed) {
    var kind = of(typed);
    try {
      return kind.readsFiles() ? typed : kind.offer(typed, Terms.ALL).channels().get(0).alias();
    } catch (IOException e) {
      return typed;
    }
  }

  /** Opens sources of every kind on a node. */
  public SourceOpener on(SourceNode node) {
    var openers = new LinkedHashMap<String, SourceOpener>();
    kinds.forEach(kind -> openers.put(kind.name(), kind.on(node)));
    return new ByKind(openers);
  }

  private record ByKind(Map<String, SourceOpener> openers) implements SourceOpener {
    @Override
    public ChannelSource<?> open(SourceSpec spec) throws IOException {
      return opener(spec).open(spec);
    }

    @Override
    public CompletionStage<Optional<String>> otherAlias(SourceSpec spec) {
      try {
        return opener(spec).otherAlias(spec);
      } catch (UnfitSourceException e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    private SourceOpener opener(SourceSpec spec) throws UnfitSourceException {
      var opener = openers.get(spec.kind());
      if (opener == null) {
        // Of a later version, or of one that could more.
        throw new UnfitSourceException("there is no source of the kind " + spec.kind());
      }
      return opener;
    }
  }
}
