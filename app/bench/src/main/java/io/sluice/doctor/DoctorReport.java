package io.sluice.doctor;

import static java.util.stream.Collectors.joining;

import io.sluice.bench.ReportJson;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A diagnosis as people and programs read it. */
final class DoctorReport {
  private final PrintWriter out;

  DoctorReport(PrintWriter out) {
    this.out = out;
  }

  /** A check, when it is made. */
  void print(Examined check) {
    out.println(
        "%-8s %-21s %s%s"
            .formatted(
                check.grade().word(),
                check.name(),
                check.measured(),
                check.needed().map(needed -> " (needed: " + needed + ")").orElse("")));
    check.remedy().ifPresent(remedy -> print(8, remedy));
    out.flush();
  }

  private void print(int indent, Remedy remedy) {
    out.println("%s %s: %s".formatted(" ".repeat(indent), remedy.knob(), remedy.gain()));
  }

  /** What follows of all of them. */
  void print(Diagnosis diagnosis, List<WantedRate> wanted) {
    out.println("");
    var told = new HashSet<WorkKind>();
    for (var work : diagnosis.work()) {
      if (!told.add(work.kind())) {
        continue;
      }
      var same = alike(diagnosis.work(), work);
      same.forEach(other -> told.add(other.kind()));
      var rate = wanted(wanted, work.kind());
      out.println(
          "%-10s %s, limited by: %s%s"
              .formatted(
                  same.stream().map(one -> one.kind().word()).collect(joining(", "))
                      + (same.size() > 1 ? ":" : ""),
                  work.perSecond() == 0
                      ? "none"
                      : "at most " + Words.number(work.perSecond()) + "/s",
                  work.limit(),
                  rate.map(one -> told(one, work)).orElse("")));
      print(10, work.remedy());
    }
    out.println("");
    out.println(
        String.format(
            Locale.ROOT,
            "%d checks in %.1f s: %s",
            diagnosis.checks().size(),
            diagnosis.seconds(),
            counts(diagnosis)));
    out.flush();
  }

  /** What stands still for the same reason, which is told once; it alone where it goes on. */
  private static List<Expectation> alike(List<Expectation> all, Expectation one) {
    return one.perSecond() > 0
        ? List.of(one)
        : all.stream()
            .filter(other -> other.perSecond() == 0)
            .filter(other -> other.limit().equals(one.limit()))
            .filter(other -> other.remedy().equals(one.remedy()))
            .toList();
  }

  /** A proof, when it is there. */
  void print(Proof proof) {
    print("%-10s %s".formatted(proof.kind().word(), proof.words()));
  }

  void print(String line) {
    out.println(line);
    out.flush();
  }

  private static Optional<WantedRate> wanted(List<WantedRate> wanted, WorkKind kind) {
    return wanted.stream().filter(rate -> rate.kind() == kind).findFirst();
  }

  private static String told(WantedRate wanted, Expectation work) {
    return work.perSecond() < wanted.perSecond()
        ? "; %s/s wanted: not reached".formatted(Words.number(wanted.perSecond()))
        : "; %s/s wanted: reached".formatted(Words.number(wanted.perSecond()));
  }

  private static String counts(Diagnosis diagnosis) {
    var counts = new StringBuilder();
    for (var grade : Grade.values()) {
      long count = diagnosis.checks().stream().filter(check -> check.grade() == grade).count();
      counts.append(counts.isEmpty() ? "" : ", ").append(count).append(" ").append(grade.word());
    }
    return counts.toString();
  }

  void printJson(Diagnosis diagnosis, List<Proof> proofs) {
    var all = new LinkedHashMap<String, Object>();
    all.put("grade", diagnosis.grade().word());
    all.put("seconds", rounded(diagnosis.seconds()));
    all.put("checks", diagnosis.checks().stream().map(DoctorReport::json).toList());
    all.put("work", diagnosis.work().stream().map(DoctorReport::json).toList());
    all.put("proofs", proofs.stream().map(DoctorReport::json).toList());
    out.print(ReportJson.of(all) + System.lineSeparator());
    out.flush();
  }

  private static Map<String, Object> json(Examined check) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", check.name());
    fields.put("what", check.what());
    fields.put("measured", check.measured());
    fields.put("needed", check.needed().orElse(null));
    fields.put("grade", check.grade().word());
    fields.put("knob", check.remedy().map(Remedy::knob).orElse(null));
    fields.put("gain", check.remedy().map(Remedy::gain).orElse(null));
    fields.put("seconds", rounded(check.seconds()));
    return fields;
  }

  private static Map<String, Object> json(Expectation work) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("kind", work.kind().word());
    fields.put("perSecond", rounded(work.perSecond()));
    fields.put("limit", work.limit());
    fields.put("knob", work.remedy().knob());
    fields.put("gain", work.remedy().gain());
    return fields;
  }

  private static Map<String, Object> json(Proof proof) {
    var fields = new LinkedHashMap<String, Object>();
    boolean measured = proof.failure().isEmpty();
    fields.put("kind", proof.kind().word());
    fields.put("before", measured ? proof.before() : null);
    fields.put("perSecondBefore", measured ? rounded(proof.asIs()) : null);
    fields.put("knob", proof.knob());
    fields.put("perSecond", measured ? rounded(proof.advised()) : null);
    fields.put("failure", measured ? null : proof.failure());
    return fields;
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
