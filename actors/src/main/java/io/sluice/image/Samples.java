package io.sluice.image;

/** Of what a picture's pixels consist. */
public enum Samples {
  /** One opaque sample of eight bits. */
  GREY,
  /** Three opaque samples of eight bits, or an index into a table of such. */
  RGB,
  /** CMYK of eight bits each. */
  CMYK,
  /** Anything else: transparency, sixteen bits, frames. */
  OTHER
}
