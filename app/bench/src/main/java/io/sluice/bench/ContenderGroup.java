package io.sluice.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The contenders for one set, each started anew, so that its memory is that of this set. Closing
 * ends them all.
 *
 * @param missing names of those that are not installed
 */
record ContenderGroup(List<Contender> started, List<String> missing) implements AutoCloseable {

  static ContenderGroup start(List<ContenderCommand> commands) throws IOException {
    var group = new ContenderGroup(new ArrayList<>(), new ArrayList<>());
    try {
      for (var command : commands) {
        Contender.start(command)
            .ifPresentOrElse(group.started::add, () -> group.missing.add(command.name()));
      }
      return group;
    } catch (IOException e) {
      group.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    for (var contender : started) {
      contender.close();
    }
  }
}
