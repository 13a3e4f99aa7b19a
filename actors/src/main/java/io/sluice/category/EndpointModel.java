package io.sluice.category;

import io.sluice.model.ModelClassifier;
import io.sluice.model.ModelClient;

/**
 * A model that can be asked.
 *
 * @param name its endpoint's kind and its own
 */
record EndpointModel(String name, ModelClient client) {

  /** Changes with all that changes what it says of the same categories and documents. */
  String version() {
    return new ModelClassifier(client).version();
  }
}
