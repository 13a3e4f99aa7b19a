package io.sluice.dataset;

import io.sluice.sample.OutputFolder;
import io.sluice.standin.site.ManySites;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of websites that this machine serves: how many and which go in, they serve. */
final class ServedWebsites {
  private static final int MOST = 500_000;

  @Option(
      names = "--dns-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "With --serve: of the server of names; any free port by default.")
  private int dnsPort;

  @Option(
      names = "--latency-ms",
      paramLabel = "MS",
      arity = "2",
      description = "With --serve: least and most before an answer, drawn for each site; 500 2000.")
  private int[] latency = {500, 2000};

  @Option(names = "--plain", description = "With --serve: none fails, sends on or floods.")
  private boolean plain;

  int untilEnded(CommandSpec spec, WrittenSet set, int port) throws IOException {
    var folder = set.folder();
    var options = options(spec, set, port);
    folder.check(spec.commandLine());
    try (var sites = ManySites.start(options)) {
      sites.write(folder.dir());
      return told(sites, folder, set.count()).untilEnded(spec, set.isJson());
    }
  }

  private ManySites.Options options(CommandSpec spec, WrittenSet set, int port) {
    ServeOptions.checkPort(spec, "--dns-port", dnsPort);
    if (set.count() > MOST) {
      throw new ParameterException(
          spec.commandLine(), "--count must be 1 to %d, was %d".formatted(MOST, set.count()));
    }
    try {
      return new ManySites.Options(
          set.count(), port, dnsPort, set.seed(), latency[0], latency[1], plain);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--count must be 1 or more, and --latency-ms from less to more", e);
    }
  }

  private static Serving told(ManySites sites, OutputFolder folder, int count) {
    return Serving.of(
            "%,d websites at port %d, and at %s what they were asked"
                .formatted(count, sites.port(), sites.recordAddress()),
            "submit websites " + Serving.quoted(folder.dir().resolve("sites.csv").toString()))
        .with("DNS_SERVERS", "127.0.0.1:" + sites.dnsPort())
        .with("ALLOWED_ADDRESSES", "127.0.0.0/8")
        .with(
            "JAVA_TOOL_OPTIONS",
            // Java splits it at blanks, but for those between quotes.
            "-Djavax.net.ssl.trustStore=\"%s\" -Djavax.net.ssl.trustStorePassword=changeit"
                .formatted(folder.dir().resolve("authority.p12").toAbsolutePath()));
  }
}
