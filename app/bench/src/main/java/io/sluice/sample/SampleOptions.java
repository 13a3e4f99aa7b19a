package io.sluice.sample;

/**
 * What a sample export is to hold, checked when built. Equal options give equal bytes on one Java
 * runtime; another runtime's JPEG encoder may round differently.
 *
 * @param channels how many channels, 1 to 999; more than one makes a full export
 * @param messages messages in each channel, service messages among them, 1 to 10,000,000
 * @param photos photos in each channel; every photo of an album is a message of its own, and the
 *     first message tells of the channel's creation, so at most {@code messages - 1}
 * @param photoWidth pixels on a photo's long side, 64 to 4096
 * @param seed any number; another one gives other texts, dates and pictures
 * @param name the name of the first channel
 * @param oddities whether four photos are missing, cut off, on their side and not a picture at all
 */
public record SampleOptions(
    int channels,
    int messages,
    int photos,
    int photoWidth,
    long seed,
    String name,
    boolean oddities) {

  private static final int PHOTOS_FOR_ODDITIES = 5;

  public SampleOptions {
    between("--channels", channels, 1, 999, "");
    between("--messages", messages, 1, 10_000_000, "");
    between("--photos", photos, 0, messages - 1, " (one less than --messages)");
    between("--photo-width", photoWidth, 64, 4096, "");
    if (name.isBlank()) {
      throw new IllegalArgumentException("--name must not be blank, was \"" + name + '"');
    }
    if (oddities && photos < PHOTOS_FOR_ODDITIES) {
      throw new IllegalArgumentException(
          "--oddities needs --photos of at least " + PHOTOS_FOR_ODDITIES + ", was " + photos);
    }
  }

  private static void between(String option, int value, int least, int most, String why) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " must be " + least + " to " + most + why + ", was " + value);
    }
  }
}
