package io.sluice.image;

final class OpenCvEngineTest extends ImageEngineContract {

  @Override
  ImageEngine engine() {
    return new OpenCvEngine();
  }
}
