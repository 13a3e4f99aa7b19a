package io.sluice.image;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.Pointer;

/** The native memory of one picture: kept while it is in work, freed at its end. One thread's. */
final class NativeWork implements AutoCloseable {
  private final Deque<Pointer> kept = new ArrayDeque<>();

  <P extends Pointer> P keep(P pointer) {
    kept.push(pointer);
    return pointer;
  }

  @Override
  public void close() {
    kept.forEach(Pointer::deallocate);
  }
}
