package io.sluice.api;

import io.sluice.server.Access;
import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.server.RequestBody;
import io.sluice.server.Sessions;
import io.sluice.view.SessionView;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Lets a browser begin and end a session, so that its pages need not keep the token. */
final class SessionOperations {
  private static final JsonBody<Given> BODY = new JsonBody<>(Given.class, "NewSession", "token");

  /** Anybody may send one, so it must not take the room that bodies have. */
  private static final long MOST_BYTES = 8 << 10;

  private final ActorSystem<?> system;
  private final Optional<Sessions> sessions;

  /**
   * @param sessions empty where no token is asked for
   */
  SessionOperations(ActorSystem<?> system, Optional<Sessions> sessions) {
    this.system = system;
    this.sessions = sessions;
  }

  private record Given(String token) {}

  Map<String, Operation> operations() {
    return Map.of(
        "beginSession",
        call -> RequestBody.whole(call.request(), MOST_BYTES, system, body -> begin(call, body)),
        "getSession",
        this::session,
        "endSession",
        this::end);
  }

  private CompletionStage<HttpResponse> begin(Call call, byte[] body) {
    var token = BODY.read(body).token();
    if (token == null) {
      throw BODY.wrong("token is missing").in("token").thrown();
    }
    if (sessions.isEmpty()) {
      return answer(Json.ok(view(Access.ALL, null)));
    }
    var begun =
        sessions
            .get()
            .begin(token.strip(), call.request())
            .orElseThrow(
                () ->
                    Problem.of(401, "token-wrong", "The token is not the one of this server.")
                        .remedy("Give the value of API_TOKEN or API_TOKEN_READ.")
                        .thrown());
    return answer(
        Json.ok(view(begun.session().access(), Json.time(begun.session().until())))
            .addHeader(begun.cookie()));
  }

  private CompletionStage<HttpResponse> session(Call call) {
    var view =
        sessions
            .map(
                all ->
                    all.of(call.request())
                        .map(one -> view(one.access(), Json.time(one.until())))
                        .orElse(new SessionView(true, null, null)))
            .orElse(view(Access.ALL, null));
    return answer(Json.ok(view));
  }

  private SessionView view(Access access, String until) {
    return new SessionView(sessions.isPresent(), access.word(), until);
  }

  private CompletionStage<HttpResponse> end(Call call) {
    var gone = HttpResponse.create().withStatus(204);
    return answer(sessions.map(all -> gone.addHeader(all.forget(call.request()))).orElse(gone));
  }

  private static CompletionStage<HttpResponse> answer(HttpResponse response) {
    return CompletableFuture.completedFuture(response);
  }
}
