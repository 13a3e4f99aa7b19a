package io.sluice.doctor;

import static io.sluice.doctor.Patient.Figure.PICTURES_PER_SECOND;

import com.sun.management.OperatingSystemMXBean;
import io.sluice.channel.ChannelSettings;
import io.sluice.document.DocumentSettings;
import io.sluice.image.PixelBudget;
import io.sluice.persistence.DatabaseSettings;
import java.lang.management.ManagementFactory;

/** Memory: the heap against pictures at once, and all processes against what may be used. */
final class MemoryRoom implements Check {
  static final About ABOUT =
      About.of(
              "memory",
              "heap, children, and what the machine or its container allows",
              5,
              "JAVA_OPTS")
          .needing(CpuPictures.ABOUT);

  /** A photograph of 12 million pixels, decoded whole. */
  private static final long PHOTO_BYTES = 36L << 20;

  /** What a node takes beside its heap: threads, code, buffers. */
  private static final long BESIDES = 300L << 20;

  private static final long CHILD_BESIDES = 100L << 20;
  private static final long SERVER = 256L << 20;

  /** Below which a node was never measured. */
  private static final long LEAST_HEAP = 192L << 20;

  @Override
  public About about() {
    return ABOUT;
  }

  /** What all processes of a node may come to take. */
  private record Needs(long heap, long children, long server) {
    long all() {
      return heap + BESIDES + children + server;
    }
  }

  @Override
  public Finding examine(Patient patient) {
    long heap = Runtime.getRuntime().maxMemory();
    var documents = DocumentSettings.from(patient.config());
    var needs =
        new Needs(
            heap,
            documents.workers() * (documents.heapBytes() + CHILD_BESIDES),
            DatabaseSettings.from(patient.config()).url().isPresent() ? 0 : SERVER);
    // Java asks for the limit of a container first.
    long allowed =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    var measured =
        "heap %s, %d children %s; %s of %s in all"
            .formatted(
                Words.bytes(heap),
                documents.workers(),
                Words.bytes(needs.children()),
                Words.bytes(needs.all()),
                Words.bytes(allowed));
    return byPictures(patient, heap, finding(measured, needs, allowed));
  }

  private static Finding finding(String measured, Needs needs, long allowed) {
    if (needs.heap() < LEAST_HEAP) {
      return Finding.warning(
          measured, "JAVA_OPTS=-Xmx512m", "large pictures and many channels at once have room");
    }
    return needs.all() > allowed
        ? Finding.warning(
            measured,
            "EXTRACT_WORKERS or EXTRACT_HEAP: fewer or less, or a smaller -Xmx in JAVA_OPTS",
            "the system ends no process for want of memory")
        : Finding.fine(measured);
  }

  private static Finding byPictures(Patient patient, long heap, Finding finding) {
    int threads = ChannelSettings.from(patient.config()).imageParallelism();
    double atOnce = PixelBudget.ofThisProcess().totalBytes() / (double) PHOTO_BYTES;
    var rate = patient.told(PICTURES_PER_SECOND);
    if (atOnce >= threads || rate.isEmpty()) {
      return finding;
    }
    long enough = (long) (heap * threads / atOnce) >> 20;
    return finding.allowing(
        WorkKind.PHOTOS,
        rate.getAsDouble() * atOnce / threads,
        "JAVA_OPTS=-Xmx%dm".formatted(enough),
        "up to " + Words.rate(WorkKind.PHOTOS, rate.getAsDouble()));
  }
}
