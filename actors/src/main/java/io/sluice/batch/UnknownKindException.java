package io.sluice.batch;

import io.sluice.failure.Unrecoverable;
import java.util.List;
import java.util.stream.Collectors;

/** There is no kind of batch with this name here. */
public final class UnknownKindException extends RuntimeException implements Unrecoverable {
  private static final long serialVersionUID = 1L;

  UnknownKindException(String name, List<Kind> kinds) {
    super(
        "there is no kind of batch %s; there are: %s"
            .formatted(name, kinds.stream().map(Kind::name).collect(Collectors.joining(", "))));
  }
}
