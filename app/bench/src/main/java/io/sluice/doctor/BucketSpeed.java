package io.sluice.doctor;

import io.sluice.s3.BucketExamination;
import io.sluice.s3.S3Settings;
import java.time.Duration;
import java.util.Locale;

/** What a bucket does with an object of its own: put, look, get, list, remove. */
final class BucketSpeed implements Check {
  static final About ABOUT =
      About.of("bucket", "an object put, got, listed and removed", 30, "S3_ENDPOINT and S3_BUCKET")
          .carrying(WorkKind.FILES, WorkKind.PHOTOS);

  private static final int BYTES = 1 << 20;

  /** From which on S3 refuses what is signed here, with some left. */
  private static final Duration APART = Duration.ofMinutes(5);

  private static final double SLOW_SECONDS = 1;

  /** Requests that a node has under way at once. */
  private static final int AT_ONCE = 32;

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) throws Exception {
    var bucket = patient.keep(new BucketExamination(S3Settings.from(patient.config())));
    try {
      var speed = bucket.measure(BYTES, patient.clock().instant());
      var measured =
          String.format(
              Locale.ROOT,
              "%s: 1 MiB put in %s, got in %s; its clock %d s apart",
              bucket.name(),
              Words.millis(speed.put()),
              Words.millis(speed.get()),
              speed.clock().abs().toSeconds());
      return finding(speed, measured)
          .allowing(
              WorkKind.FILES,
              AT_ONCE / speed.put(),
              "S3_ENDPOINT: a server that is near",
              "each file waits for it");
    } finally {
      patient.give(bucket);
    }
  }

  private static Finding finding(BucketExamination.Speed speed, String measured) {
    if (speed.clock().abs().compareTo(APART) > 0) {
      return Finding.warning(
          measured,
          "the time service of this machine, such as chrony or systemd-timesyncd",
          "S3 refuses nothing as signed too early or too late");
    }
    return speed.put() > SLOW_SECONDS
        ? Finding.warning(
            measured, "S3_ENDPOINT, S3_REGION: a bucket that is near", "files wait less for it")
        : Finding.fine(measured);
  }
}
