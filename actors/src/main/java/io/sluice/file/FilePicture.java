package io.sluice.file;

import io.sluice.blob.Draft;

/**
 * What was made of a file that is an image.
 *
 * @param draft its bytes in the store; null if there is none
 * @param width in pixels; 0 without one
 * @param height in pixels; 0 without one
 * @param reason why there is none; null otherwise
 */
record FilePicture(Draft draft, int width, int height, String reason) {

  static FilePicture none(String reason) {
    return new FilePicture(null, 0, 0, reason);
  }
}
