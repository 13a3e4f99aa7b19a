package io.sluice.doctor;

import io.sluice.bench.DocumentReading;
import io.sluice.bench.DocumentSpeed;
import io.sluice.bench.ScratchFolder;
import io.sluice.dataset.DocumentSet;
import io.sluice.dataset.DocumentsOptions;
import io.sluice.document.DocumentSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Documents a second of real children, as many as a node has. */
final class CpuDocuments implements Check {
  static final About ABOUT =
      About.of("documents", "documents of 5 pages read by children", 60, "EXTRACT_HEAP")
          .carrying(WorkKind.DOCUMENTS);

  private static final int COUNT = 20;
  private static final int PAGES = 5;

  /** Between looks at the time. */
  private static final int SOME = 10;

  /** In which children load their classes, and compile some of them. */
  private static final Duration WARM_UP = Duration.ofSeconds(6);

  private static final Duration MEASURED = Duration.ofSeconds(4);

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Finding examine(Patient patient) throws Exception {
    var settings = DocumentSettings.from(patient.config());
    var folder = patient.keep(ScratchFolder.create());
    var reading = patient.keep(new DocumentReading(settings));
    try {
      var files = documents(folder.folder("documents"));
      read(reading, files, WARM_UP);
      return finding(settings.workers(), read(reading, files, MEASURED));
    } finally {
      patient.give(reading);
      patient.give(folder);
    }
  }

  /** For so long. */
  private static DocumentSpeed read(DocumentReading reading, List<Path> files, Duration time)
      throws IOException {
    var all = new DocumentSpeed(0, 0, 0, 0, 0);
    while (all.seconds() < time.toMillis() / 1e3) {
      all = all.and(reading.read(files, SOME));
    }
    return all;
  }

  private static List<Path> documents(Path folder) throws IOException {
    new DocumentSet(new DocumentsOptions(COUNT, PAGES, 1, 0, List.of())).write(folder);
    try (var files = Files.walk(folder.resolve(DocumentSet.DOCUMENTS))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static Finding finding(int workers, DocumentSpeed speed) {
    double rate = speed.documents() / speed.seconds();
    var cores = Cores.now();
    var measured =
        "%s/s by %d children, %d cores".formatted(Words.number(rate), workers, cores.given());
    if (speed.failed() > 0) {
      return Finding.failed(
          "%s; %d of %d were not read".formatted(measured, speed.failed(), speed.documents()),
          "EXTRACT_HEAP: more, such as 300MiB",
          "children do not die of documents");
    }
    if (workers < cores.given()) {
      var gain = "up to " + Words.rate(WorkKind.DOCUMENTS, rate * cores.given() / workers);
      var knob = "EXTRACT_WORKERS=" + cores.given();
      return Finding.warning(measured, knob, gain).allowing(WorkKind.DOCUMENTS, rate, knob, gain);
    }
    return cores.limiting(Finding.fine(measured), WorkKind.DOCUMENTS, rate);
  }
}
