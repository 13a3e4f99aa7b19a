package io.sluice.app;

import io.sluice.settings.ProgramVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code sluice --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"sluice " + ProgramVersion.CURRENT};
  }
}
