package io.sluice.image;

final class ScrimageEngineTest extends ImageEngineContract {

  @Override
  ImageEngine engine() {
    return new ScrimageEngine();
  }
}
