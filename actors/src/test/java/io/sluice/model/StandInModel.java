package io.sluice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server on loopback with the manners of Ollama and of OpenAI, which answers as it is told, and
 * keeps what it was asked.
 */
public final class StandInModel implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile Manner manner = (request, reply) -> reply.ollama("{}", "stop", 100);

  /**
   * A request as it came.
   *
   * @param key what stood in Authorization; null without
   */
  public record Asked(String path, JsonNode body, String key) {
    /** All that it says to the model. */
    public String prompt() {
      var prompt = new StringBuilder();
      body.path("messages")
          .forEach(message -> prompt.append(message.path("content").asText()).append('\n'));
      return prompt.toString();
    }
  }

  /** What is done with a request. */
  public interface Manner {
    void answer(Asked request, Reply reply) throws IOException, InterruptedException;
  }

  /** Opens a port of its own. */
  public StandInModel() {
    this(0);
  }

  /** Opens this port, where nobody has answered so far. */
  public StandInModel(int port) {
    try {
      var address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
      server = HttpServer.create(address, 500);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on. */
  public void does(Manner next) {
    manner = next;
  }

  public List<Asked> asked() {
    return asked;
  }

  public Asked last() {
    return asked.get(asked.size() - 1);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = JSON.readTree(exchange.getRequestBody().readAllBytes());
      var key = exchange.getRequestHeaders().getFirst("Authorization");
      var request = new Asked(exchange.getRequestURI().getPath(), body, key);
      asked.add(request);
      manner.answer(request, new Reply(exchange));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ways to answer. */
  public static final class Reply {
    private final HttpExchange exchange;

    private Reply(HttpExchange exchange) {
      this.exchange = exchange;
    }

    public Reply header(String name, String value) {
      exchange.getResponseHeaders().set(name, value);
      return this;
    }

    public void body(int status, String text) throws IOException {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }

    /** The head and a part of a body that is never whole. */
    public void broken(String text) throws IOException {
      exchange.sendResponseHeaders(200, 100_000);
      exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
    }

    /** As much as is taken. */
    public void endless() throws IOException {
      exchange.sendResponseHeaders(200, 0);
      var block = " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
      while (true) {
        exchange.getResponseBody().write(block);
      }
    }

    public void ollama(String content, String doneReason, int tokensIn) throws IOException {
      body(200, ollamaObject(content, doneReason, tokensIn).toString());
    }

    public void openAi(String content, String finish, int tokensIn) throws IOException {
      var answer = JsonNodeFactory.instance.objectNode().put("model", "gpt-stand-in");
      var choice = answer.putArray("choices").addObject().put("finish_reason", finish);
      choice.putObject("message").put("role", "assistant").put("content", content);
      answer.putObject("usage").put("prompt_tokens", tokensIn).put("completion_tokens", 12);
      body(200, answer.toString());
    }
  }

  static ObjectNode ollamaObject(String content, String doneReason, int tokensIn) {
    var answer = JsonNodeFactory.instance.objectNode().put("model", "stand-in:3b");
    answer.putObject("message").put("role", "assistant").put("content", content);
    return answer
        .put("done", true)
        .put("done_reason", doneReason)
        .put("prompt_eval_count", tokensIn)
        .put("eval_count", 12);
  }

  /** What a model says that sorts documents. */
  public static String verdict(String category, String reason) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("category", category)
        .put("reason", reason)
        .toString();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
