package io.sluice.doctor;

import static io.sluice.doctor.Patient.Figure.PICTURES_PER_SECOND;

import io.sluice.bench.PictureSpeed;
import io.sluice.bench.ScratchFolder;
import io.sluice.channel.ChannelSettings;
import io.sluice.sample.Jpeg;
import io.sluice.sample.PhotoPainter;
import java.nio.file.Files;
import java.util.ArrayList;

/** Pictures a second of the real engine, on as many threads as a node has for them. */
final class CpuPictures implements Check {
  static final About ABOUT =
      About.of("pictures", "JPEGs of 1280 pixels made by the engine", 20, "IMAGE_ENGINE")
          .carrying(WorkKind.PHOTOS);

  private static final int PICTURES = 3;
  private static final int WIDTH = 1280;
  private static final double SECONDS = 2;

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) throws Exception {
    int threads = ChannelSettings.from(patient.config()).imageParallelism();
    var cores = Cores.now();
    var folder = patient.keep(ScratchFolder.create());
    double rate;
    try {
      var pictures = new ArrayList<String>();
      for (int i = 0; i < PICTURES; i++) {
        var file = folder.folder("pictures").resolve(i + ".jpg");
        Files.write(file, Jpeg.encode(PhotoPainter.paint(i, WIDTH, WIDTH * 3 / 4)));
        pictures.add(file.toString());
      }
      rate = PictureSpeed.measure(patient.config(), pictures, threads, SECONDS);
    } finally {
      patient.give(folder);
    }
    patient.tell(PICTURES_PER_SECOND, rate);
    var measured =
        "%s/s on %d threads, %d cores".formatted(Words.number(rate), threads, cores.given());
    if (threads < cores.given()) {
      var knob = "IMAGE_PARALLELISM=" + cores.given();
      double more = rate * cores.given() / threads;
      return Finding.warning(measured, knob, "up to " + Words.rate(WorkKind.PHOTOS, more))
          .allowing(WorkKind.PHOTOS, rate, knob, "up to " + Words.rate(WorkKind.PHOTOS, more));
    }
    return cores.limiting(Finding.fine(measured), WorkKind.PHOTOS, rate);
  }
}
