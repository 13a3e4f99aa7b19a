package io.sluice.image;

import java.util.List;
import java.util.stream.Stream;

/** Pictures of every kind, made here, each with what should become of it. */
final class Zoo {
  private static final List<Specimen> ALL =
      Stream.of(
              ZooUpright.all(),
              ZooColours.all(),
              ZooMidtones.all(),
              ZooSamples.all(),
              ZooTiffSamples.all(),
              ZooCodings.all(),
              ZooFrames.all(),
              ZooShapes.all(),
              ZooForeign.all(),
              ZooBroken.all(),
              ZooBombs.all(),
              ZooTiffBombs.all())
          .flatMap(List::stream)
          .toList();

  private Zoo() {}

  static List<Specimen> all() {
    return ALL;
  }
}
