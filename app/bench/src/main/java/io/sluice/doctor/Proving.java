package io.sluice.doctor;

import com.typesafe.config.Config;
import io.sluice.bench.RealWork;
import io.sluice.bench.ScratchDatabase;
import io.sluice.bench.ScratchFolder;
import io.sluice.dataset.DocumentSet;
import io.sluice.dataset.DocumentsOptions;
import io.sluice.s3.StorageModes;
import io.sluice.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Proves advice: has a node of its own do made-up work for some time with a setting as it is, and
 * as it is advised, on the same database server and disk. What it makes is beside what is the
 * user's, and is removed.
 */
final class Proving {
  /** With what is done before it is measured. */
  private static final int SECONDS_BESIDES = 10;

  /** How much faster than was reckoned it may go, and there is still something to do. */
  private static final int FASTER = 2;

  private static final int PAGES = 5;
  private static final int SEED = 7;
  private static final String JAVA = "JAVA_OPTS";
  private static final Pattern KNOB = Pattern.compile("([A-Z][A-Z0-9_]*)=(\\S+)");
  private static final Set<WorkKind> KINDS =
      Set.of(WorkKind.MESSAGES, WorkKind.PHOTOS, WorkKind.FILES, WorkKind.DOCUMENTS);

  private final Patient patient;
  private final Duration time;
  private final Config config;
  private final Consumer<Proof> told;

  Proving(Patient patient, Duration time, Consumer<Proof> told) {
    this.time = time;
    this.patient = patient;
    config = patient.config();
    this.told = told;
  }

  /**
   * @param wanted of these kinds alone, if there are any
   * @return a proof of each kind of work whose limit has a setting
   */
  List<Proof> of(List<Expectation> work, List<WantedRate> wanted) throws InterruptedException {
    var kinds = wanted.stream().map(WantedRate::kind).toList();
    var proofs = new ArrayList<Proof>();
    for (var one : work) {
      boolean asked = kinds.contains(one.kind());
      if (asked || kinds.isEmpty() && isSetting(one)) {
        var proof = of(one);
        proofs.add(proof);
        told.accept(proof);
      }
    }
    return List.copyOf(proofs);
  }

  /** What a node of its own can be started with. */
  private static boolean isSetting(Expectation work) {
    var knob = KNOB.matcher(work.remedy().knob());
    return KINDS.contains(work.kind())
        && work.perSecond() > 0
        && knob.matches()
        && (RealWork.SETTINGS.contains(knob.group(1))
            || knob.group(1).equals(JAVA) && knob.group(2).startsWith("-Xmx"));
  }

  private Proof of(Expectation work) throws InterruptedException {
    var advised = work.remedy().knob();
    if (!isSetting(work)) {
      return Proof.not(work.kind(), advised, "%s is no setting of a node".formatted(advised));
    }
    if (StorageModes.from(config).isAnyInS3() && work.kind() != WorkKind.MESSAGES) {
      return Proof.not(work.kind(), advised, "files are in S3, and none of these are stored there");
    }
    var knob = KNOB.matcher(advised);
    knob.matches();
    var before = before(knob.group(1));
    try {
      var made = patient.keep(ScratchFolder.create());
      try {
        var real = real(work, made.folder("work"));
        double asIs = perSecond(real, Map.of());
        double turned = perSecond(real, Map.of(knob.group(1), knob.group(2)));
        return new Proof(work.kind(), before, asIs, advised, turned, "");
      } finally {
        patient.give(made);
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return Proof.not(work.kind(), advised, Words.failure(e));
    }
  }

  private String before(String setting) {
    return setting.equals(JAVA)
        ? "%s=-Xmx%dm".formatted(JAVA, Runtime.getRuntime().maxMemory() >> 20)
        : setting + "=" + new SettingsReader(config).text(setting);
  }

  /** On the disk that is used. */
  private Path place() {
    return OwnServer.existing(new SettingsReader(config).file("IMAGE_DIR"));
  }

  private RealWork real(Expectation work, Path folder) throws IOException {
    double seconds = time.toSeconds() + SECONDS_BESIDES;
    int count = (int) Math.min(Integer.MAX_VALUE, FASTER * seconds * work.perSecond());
    return switch (work.kind()) {
      case MESSAGES -> RealWork.messages(folder, between(2_000, count, 200_000));
      case PHOTOS -> RealWork.photos(folder, between(40, count, 600));
      case FILES -> RealWork.files(folder, between(200, count, 10_000));
      case DOCUMENTS -> documents(folder, between(40, count, 1_000));
      case EVENTS, ANSWERS -> throw new IllegalArgumentException(work.kind() + " are not made up");
    };
  }

  private static RealWork documents(Path folder, int count) throws IOException {
    new DocumentSet(new DocumentsOptions(count, PAGES, SEED, 0, List.of())).write(folder);
    return RealWork.documents(folder.resolve(DocumentSet.DOCUMENTS), count);
  }

  private static int between(int least, int count, int most) {
    return Math.min(most, Math.max(least, count));
  }

  private double perSecond(RealWork work, Map<String, String> other) throws Exception {
    var store = patient.keep(ScratchFolder.create(place()));
    try {
      return perSecond(work, other, store);
    } finally {
      patient.give(store);
    }
  }

  private double perSecond(RealWork work, Map<String, String> other, ScratchFolder store)
      throws Exception {
    var database = patient.keep(ScratchDatabase.create(patient.database()));
    try (var node = work.start(config, other, database, store.folder("data"))) {
      return node.perSecond(time);
    } finally {
      patient.give(database);
    }
  }
}
