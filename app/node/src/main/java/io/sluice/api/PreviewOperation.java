package io.sluice.api;

import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.server.RequestBody;
import io.sluice.view.ListPreviewView;
import io.sluice.website.ListPreview;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Tells how a list of websites would be read, before it is given; nothing is stored or fetched. */
final class PreviewOperation implements Operation {
  /** Of a list: by it is bounded what a workbook may unpack to, however small it is. */
  private static final int LEAST_LIMIT = 4 << 20;

  /** Of the body: a workbook must be sent whole. */
  private static final long MOST_BYTES = 8 << 20;

  private final ActorSystem<?> system;
  private final Blocking blocking;

  PreviewOperation(ActorSystem<?> system, Blocking blocking) {
    this.system = system;
    this.blocking = blocking;
  }

  @Override
  public CompletionStage<HttpResponse> answer(Call call) {
    return RequestBody.whole(
        call.request(),
        MOST_BYTES,
        system,
        body -> blocking.run(() -> Json.ok(preview(call, body))));
  }

  private static ListPreviewView preview(Call call, byte[] body) {
    try {
      var list =
          ListPreview.of(
              Shown.of(call.text("name")),
              () -> new ByteArrayInputStream(body),
              call.optional("column"),
              Math.max(LEAST_LIMIT, body.length),
              (int) call.number("rows"));
      return new ListPreviewView(
          list.format(),
          list.columns(),
          list.address(),
          list.contactForm(),
          list.companyName(),
          list.industry(),
          list.rows(),
          list.bad(),
          list.first());
    } catch (IOException e) {
      throw Problem.of(422, "no-list", Shown.atLength(e.getMessage()))
          .in("list")
          .remedy("Send CSV or XLSX with a website a row.")
          .thrown();
    }
  }
}
