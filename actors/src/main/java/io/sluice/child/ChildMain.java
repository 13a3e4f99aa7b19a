package io.sluice.child;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A child process: requests come on its input, answers go to its output, each behind its length. An
 * empty answer at the beginning says that it has started. It ends when its input does.
 */
final class ChildMain {
  private ChildMain() {}

  /**
   * Takes the task's class and its arguments.
   *
   * @throws Exception if a request has no answer, which the parent sees by the exit code
   */
  public static void main(String[] arguments) throws Exception {
    var out =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    // What anybody prints in here must not come between the answers.
    System.setOut(System.err);
    var requests = new LinkedBlockingQueue<byte[]>();
    readAside(requests);
    var constructor =
        Class.forName(arguments[0]).asSubclass(ChildTask.class).getDeclaredConstructor(List.class);
    constructor.setAccessible(true);
    var task = constructor.newInstance(List.of(arguments).subList(1, arguments.length));
    send(out, new byte[0]);
    while (!task.isSpent()) {
      send(out, task.answer(requests.take()));
    }
    Runtime.getRuntime().halt(0);
  }

  private static void send(DataOutputStream out, byte[] answer) throws IOException {
    out.writeInt(answer.length);
    out.write(answer);
    out.flush();
  }

  /** The end of the input is the parent's end, which a task in work must not delay. */
  private static void readAside(BlockingQueue<byte[]> requests) {
    var reader =
        new Thread(
            () -> {
              try (var in = new DataInputStream(System.in)) {
                while (true) {
                  requests.add(in.readNBytes(in.readInt()));
                }
              } catch (IOException ended) {
                Runtime.getRuntime().halt(1);
              }
            },
            "requests");
    reader.setDaemon(true);
    reader.start();
  }
}
