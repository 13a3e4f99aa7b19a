package io.sluice.batch;

import io.sluice.child.ChildTask;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Does in a child process what an item's word says. */
final class TrialTask implements ChildTask {

  TrialTask(List<String> arguments) {}

  @Override
  public byte[] answer(byte[] request) throws InterruptedException {
    switch (new String(request, StandardCharsets.UTF_8)) {
      case "exit" -> Runtime.getRuntime().halt(17);
      case "memory" -> {
        var all = new ArrayList<byte[]>();
        while (true) {
          all.add(new byte[1 << 20]);
        }
      }
      case "hang" -> Thread.sleep(3_600_000);
      default -> {
        return request;
      }
    }
    return request;
  }
}
