package io.sluice.api;

import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.view.SentFileView;
import io.sluice.view.SentFilesView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Takes the files of a form in: its parts come in one after another, a batch of them goes out.
 * Nothing is made of a body that breaks off: what is cut in the last part shows only at its end.
 */
final class PostFiles implements Operation {
  static final int MOST_PARTS = 1000;
  private static final String REFUSED = "refused";
  private static final int CREATED = 201;

  private final Uploads uploads;
  private final UploadBatches batches;
  private final Consumer<String> remove;
  private final long most;
  private final ActorSystem<?> system;
  private final Blocking blocking;

  /**
   * @param remove deletes an upload
   * @param most bytes of a body
   */
  PostFiles(
      Uploads uploads,
      UploadBatches batches,
      Consumer<String> remove,
      long most,
      ActorSystem<?> system,
      Blocking blocking) {
    this.uploads = uploads;
    this.batches = batches;
    this.remove = remove;
    this.most = most;
    this.system = system;
    this.blocking = blocking;
  }

  /** The parts of a form, as they come. */
  private final class Form {
    private final String upload = Uploads.fresh("form");
    private final List<SentFileView> refused = new ArrayList<>();
    private long parts;
    private long stored;
    private CompletionStage<?> last = CompletableFuture.completedFuture(Done.getInstance());

    /** Parts come one after another, each when the one before has been taken. */
    CompletionStage<Done> take(FormReader.Head head, Source<ByteString, NotUsed> bytes) {
      if (++parts > MOST_PARTS) {
        throw Problem.of(
                413, "too-many-parts", "The form has more than %d parts".formatted(MOST_PARTS))
            .remedy("Send fewer files at once.")
            .thrown();
      }
      var given = Optional.ofNullable(head.name().file());
      var name = given.flatMap(SentName::of);
      if (name.isPresent()) {
        return store(name.get(), bytes);
      }
      if (head.name().wrong() != null) {
        refuse("broken-head", head.name().wrong());
      } else if (given.isPresent()) {
        refuse("no-name", "The part has no file name");
      }
      return bytes.runWith(Sink.ignore(), system);
    }

    private void refuse(String reason, String detail) {
      refused.add(new SentFileView(parts, "", REFUSED, reason, detail, null, null, null, null));
    }

    private CompletionStage<Done> store(String name, Source<ByteString, NotUsed> bytes) {
      var target = UploadTarget.plain(upload, parts + "/" + name);
      var taken =
          uploads
              .store()
              .store(bytes, OptionalLong.empty(), target, Optional.empty())
              .thenApply(
                  count -> {
                    stored++;
                    return Done.getInstance();
                  });
      last = taken;
      return taken;
    }
  }

  @Override
  public CompletionStage<HttpResponse> answer(Call call) {
    Uploads.mayTakeLong(call);
    var form = new Form();
    var body = new SentBody(call.request(), most, system);
    var boundary = FormReader.boundary(call.request().entity().getContentType().toString());
    if (boundary.isEmpty()) {
      return body.refused(FormReader.broken("its Content-Type has no boundary"));
    }
    return body.use(bytes -> FormParts.each(bytes, boundary.get(), form::take, system))
        .thenCompose(done -> made(call, form))
        .handle((response, failure) -> failure == null ? done(response) : removed(form, failure))
        .thenCompose(result -> result);
  }

  private static CompletionStage<HttpResponse> done(HttpResponse response) {
    return CompletableFuture.completedFuture(response);
  }

  /** A part that is still on its way to its place must not come there when that is gone. */
  private CompletionStage<HttpResponse> removed(Form form, Throwable failure) {
    return form.last
        .handle((stored, broken) -> form.upload)
        .thenCompose(
            upload ->
                blocking.run(
                    () -> {
                      remove.accept(upload);
                      return Done.getInstance();
                    }))
        .thenCompose(done -> CompletableFuture.failedFuture(failure));
  }

  private CompletionStage<HttpResponse> made(Call call, Form form) {
    if (form.stored == 0) {
      return CompletableFuture.failedFuture(
          Problem.of(
                  422,
                  "no-files",
                  "The form has %d parts, and no file in them that has a name"
                      .formatted(form.parts))
              .remedy("Send each file as a part with its name, as curl -F file=@a.jpg does.")
              .thrown());
    }
    return batches
        .make(form.upload, call.text("name"), form.stored)
        .thenCompose(batch -> batches.watched(batch, Duration.ofSeconds(call.number("wait"))))
        .thenApply(view -> Json.answer(CREATED, with(view, form.refused)));
  }

  private static SentFilesView with(SentFilesView view, List<SentFileView> refused) {
    var all = new ArrayList<>(view.files());
    all.addAll(refused);
    all.sort((one, other) -> Long.compare(one.part(), other.part()));
    return new SentFilesView(view.batch(), all);
  }
}
