package io.sluice.api;

import io.sluice.ledger.website.DoNotContact;
import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.server.RequestBody;
import io.sluice.view.DoNotContactView;
import io.sluice.view.SuppressedView;
import io.sluice.website.SuppressedEntry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;

/** Whom nobody is to contact: domains, with all below them, and addresses of mail. */
final class DoNotContactOperations {
  private static final String LIST = "do-not-contact";

  private final ActorSystem<?> system;
  private final DoNotContact list;
  private final Blocking blocking;

  DoNotContactOperations(ActorSystem<?> system, DoNotContact list, Blocking blocking) {
    this.system = system;
    this.list = list;
    this.blocking = blocking;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "listDoNotContact",
        blocking.answering(this::page),
        "addDoNotContact",
        this::add,
        "removeDoNotContact",
        blocking.responding(this::remove));
  }

  private DoNotContactView page(Call call) {
    var after = PageToken.place(call, LIST, Function.identity(), "");
    var page = list.after(after, call.limit());
    return new DoNotContactView(page, PageToken.next(call, LIST, page, entry -> entry));
  }

  private CompletionStage<HttpResponse> add(Call call) {
    return RequestBody.whole(
        call.request(),
        system,
        body ->
            blocking.run(
                () -> {
                  var entries = WantedSuppression.read(body).normal();
                  return Json.ok(new SuppressedView(entries.size(), list.add(entries)));
                }));
  }

  private HttpResponse remove(Call call) {
    if (list.remove(List.of(entry(call))) == 0) {
      throw Problem.of(
              404, "no-such-entry", "It is not on the list: " + Shown.of(call.text("entry")))
          .in("entry")
          .remedy("sluice suppress list, or GET /api/do-not-contact, tells what is.")
          .thrown();
    }
    return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
  }

  private static String entry(Call call) {
    try {
      return SuppressedEntry.of(call.text("entry"));
    } catch (IllegalArgumentException e) {
      throw Problem.of(400, "wrong-entry", Shown.of(e.getMessage())).in("entry").thrown();
    }
  }
}
