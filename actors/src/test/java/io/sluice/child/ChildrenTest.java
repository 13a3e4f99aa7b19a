package io.sluice.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ChildrenTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MANY = 1000;
  private static final int LARGE = 8 << 20;

  private String greeting = "hello";
  private Children children;

  @AfterEach
  void close() {
    children.close();
  }

  /** Does what it is told by a word. */
  static final class Obedient implements ChildTask {
    private final String greeting;
    private int asked;

    Obedient(List<String> arguments) {
      greeting = arguments.get(0);
    }

    @Override
    public byte[] answer(byte[] request) throws Exception {
      asked++;
      if (request.length >= LARGE) {
        return request;
      }
      var word = new String(request, StandardCharsets.UTF_8);
      switch (word) {
        case "print" -> System.out.println("a line among the answers");
        case "halt" -> Runtime.getRuntime().halt(134);
        case "term" -> Runtime.getRuntime().halt(143);
        case "fail" -> throw new IllegalArgumentException("no answer");
        case "hang" -> Thread.sleep(Long.MAX_VALUE);
        case "last" -> {
          if (asked > 1) {
            Runtime.getRuntime().halt(134);
          }
        }
        case "fill" -> IntStream.range(0, MANY).mapToObj(i -> new byte[LARGE]).toList();
        case "kill" -> {
          var marker = Path.of(greeting);
          if (!Files.exists(marker)) {
            Files.createFile(marker);
            Runtime.getRuntime().halt(137);
          }
        }
        case "boast" -> {
          return new byte[LARGE + 1];
        }
        case "complain" -> System.err.println("x".repeat(LARGE));
        default -> {
          // Answered below.
        }
      }
      var who = ProcessHandle.current().pid() + " " + asked + " " + greeting + " " + word;
      return who.getBytes(StandardCharsets.UTF_8);
    }
  }

  private void start(int requests, int most, String... jvmArguments) {
    start(requests, most, PATIENCE, jvmArguments);
  }

  private void start(int requests, int most, Duration idle, String... jvmArguments) {
    var heap = 64L << 20;
    var spec =
        new ChildSpec(
            "tests",
            Obedient.class,
            List.of(greeting),
            heap,
            LARGE,
            requests,
            idle,
            List.of(jvmArguments));
    children = new Children(spec, most);
  }

  private ChildAnswer ask(String word) throws InterruptedException {
    return children.ask(word.getBytes(StandardCharsets.UTF_8), PATIENCE);
  }

  private String[] told(String word) throws InterruptedException {
    var given = (ChildAnswer.Given) ask(word);
    return new String(given.bytes(), StandardCharsets.UTF_8).split(" ", 3);
  }

  @Test
  void one_child_answers_so_many_requests_and_the_next_answers_more() throws Exception {
    start(3, 1);
    var first = told("one");
    assertThat(first[2]).isEqualTo("hello one");
    assertThat(told("print")).containsExactly(first[0], "2", "hello print");
    assertThat(told("three")).containsExactly(first[0], "3", "hello three");
    var next = told("four");
    assertThat(next[1]).isEqualTo("1");
    assertThat(next[0]).isNotEqualTo(first[0]);
    assertThat(ProcessHandle.of(Long.parseLong(first[0])).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void its_death_costs_one_request_and_is_told() throws Exception {
    start(MANY, 1);
    assertThat(ask("halt")).isEqualTo(died("ended the process with exit code 134"));
    assertThat(ask("fail")).isEqualTo(died("ended the process with exit code 1"));
    assertThat(ask("fill")).isEqualTo(died("ended the process with exit code 3, out of memory"));
    assertThat(ask("boast")).isEqualTo(died("gave no answer that can be read"));
    assertThat(told("on")[2]).isEqualTo("hello on");
  }

  @Test
  void a_death_after_other_requests_blames_nobody_before_it_is_seen_without_them()
      throws Exception {
    start(MANY, 1);
    var first = told("first");
    var last = told("last");
    assertThat(last).containsExactly(last[0], "1", "hello last");
    assertThat(last[0]).isNotEqualTo(first[0]);
    assertThat(ask("halt")).isEqualTo(died("ended the process with exit code 134"));
  }

  @Test
  void one_that_somebody_else_has_killed_is_asked_again(@TempDir Path directory) throws Exception {
    greeting = directory.resolve("killed").toString();
    start(MANY, 1);
    assertThat(told("kill")[2]).isEqualTo(greeting + " kill");
    assertThat(directory.resolve("killed")).exists();
  }

  @Test
  void one_that_is_idle_ends_and_one_that_is_asked_again_does_not() throws Exception {
    start(MANY, 1, Duration.ofMillis(1500));
    var pid = told("first")[0];
    Thread.sleep(1000);
    assertThat(told("second")[0]).isEqualTo(pid);
    Thread.sleep(1000);
    assertThat(told("third")[0]).isEqualTo(pid);
    var process = ProcessHandle.of(Long.parseLong(pid));
    assertThat(process).isPresent();
    process.get().onExit().get(1, TimeUnit.MINUTES);
    assertThat(told("on")[0]).isNotEqualTo(pid);
  }

  private static ChildAnswer died(String how) {
    return new ChildAnswer.Died(how);
  }

  @Test
  void what_has_no_end_is_ended() throws Exception {
    start(MANY, 1);
    var pid = Long.parseLong(told("first")[0]);
    var hang = "hang".getBytes(StandardCharsets.UTF_8);
    assertThat(children.ask(hang, Duration.ofSeconds(4))).isEqualTo(died("took longer than 4.0 s"));
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void one_that_was_interrupted_or_does_not_start_blames_nobody() {
    start(MANY, 1);
    assertThatIllegalStateException()
        .isThrownBy(() -> ask("term"))
        .withMessage("the child process for tests was interrupted, exit code 143");
    children.close();
    start(MANY, 1, "-XX:+NoSuchOption");
    assertThatIllegalStateException()
        .isThrownBy(() -> ask("one"))
        .withMessageContaining("did not start")
        .withMessageContaining("NoSuchOption");
  }

  @Test
  void large_requests_answers_and_complaints_pass() throws Exception {
    start(MANY, 1);
    var large = new byte[LARGE];
    large[LARGE - 1] = 7;
    assertThat(((ChildAnswer.Given) children.ask(large, PATIENCE)).bytes()).isEqualTo(large);
    assertThat(told("complain")[2]).isEqualTo("hello complain");
  }

  @Test
  void no_more_than_allowed_are_there_and_those_work_at_once() throws Exception {
    start(MANY, 2);
    var asked =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            return told("" + i)[0];
                          } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                        }))
            .toList();
    var pids = asked.stream().map(CompletableFuture::join).distinct().toList();
    assertThat(pids).hasSizeBetween(1, 2);
  }

  @Test
  void who_is_interrupted_waits_no_longer() throws Exception {
    start(MANY, 1);
    told("first");
    var ended = new CompletableFuture<Throwable>();
    var waiting =
        new Thread(
            () -> {
              try {
                ask("hang");
              } catch (InterruptedException e) {
                ended.complete(e);
              }
            });
    waiting.start();
    waiting.interrupt();
    assertThat(ended.get(1, TimeUnit.MINUTES)).isInstanceOf(InterruptedException.class);
  }
}
