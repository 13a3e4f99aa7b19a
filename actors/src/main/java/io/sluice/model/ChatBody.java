package io.sluice.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.http.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What all endpoints of models are told alike: a question goes in, JSON to be sent comes out. */
final class ChatBody {
  /** The same for the same: an answer is kept by what was asked. */
  static final int SEED = 7;

  private static final Map<String, String> TYPE = Map.of("Content-Type", "application/json");

  private ChatBody() {}

  /** With the model and what it is told; in one piece, not bit by bit. */
  static ObjectNode of(String model, ModelRequest request) {
    var body = JsonNodeFactory.instance.objectNode().put("model", model).put("stream", false);
    var messages = body.putArray("messages");
    messages.addObject().put("role", "system").put("content", request.system());
    messages.addObject().put("role", "user").put("content", request.user());
    return body;
  }

  static Request post(URI address, ObjectNode body) {
    return new Request(
        Request.Method.POST, address, TYPE, body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
