package io.sluice.api;

import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import io.sluice.view.SentFileView;
import io.sluice.view.SentFilesView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.impl.engine.parsing.ParsingException;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Multipart;
import org.apache.pekko.http.javadsl.unmarshalling.Unmarshaller;
import org.apache.pekko.http.scaladsl.model.ExceptionWithErrorInfo;
import org.apache.pekko.stream.Attributes;
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

  /** A stranger's broken form is answered, and is nothing for the log. */
  private static final Attributes QUIET =
      Attributes.createLogLevels(
          Attributes.logLevelOff(), Attributes.logLevelOff(), Attributes.logLevelOff());

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
    CompletionStage<Done> take(Multipart.FormData.BodyPart part) {
      if (++parts > MOST_PARTS) {
        throw Problem.of(
                413, "too-many-parts", "The form has more than %d parts".formatted(MOST_PARTS))
            .remedy("Send fewer files at once.")
            .thrown();
      }
      var given = part.getFilename();
      var name = given.flatMap(SentName::of);
      if (name.isEmpty()) {
        given.ifPresent(nothing -> refused.add(unnamed(parts)));
        return part.getEntity().discardBytes(system).completionStage();
      }
      var target = UploadTarget.plain(upload, parts + "/" + name.get());
      var taken =
          uploads
              .store()
              .store(
                  part.getEntity().getDataBytes().map(bytes -> bytes),
                  OptionalLong.empty(),
                  target,
                  Optional.empty())
              .thenApply(
                  bytes -> {
                    stored++;
                    return Done.getInstance();
                  });
      last = taken;
      return taken;
    }
  }

  private static SentFileView unnamed(long part) {
    return new SentFileView(
        part, "", REFUSED, "no-name", "The part has no file name", null, null, null, null);
  }

  @Override
  public CompletionStage<HttpResponse> answer(Call call) {
    Uploads.mayTakeLong(call);
    var form = new Form();
    var body = new SentBody(call.request(), most, system);
    if (!call.request().entity().getContentType().toString().contains("boundary=")) {
      return body.refused(
          Problem.of(400, "broken-body", "The form has no boundary")
              .in("Content-Type")
              .remedy("Send it again, as curl -F file=@a.jpg does.")
              .thrown());
    }
    return body.use(
            bytes ->
                Unmarshaller.entityToMultipartFormData()
                    .unmarshal(entity(call, bytes), system)
                    .thenCompose(
                        data ->
                            data.getParts()
                                .mapAsync(1, form::take)
                                .addAttributes(QUIET)
                                .runWith(Sink.ignore(), system)))
        .exceptionally(
            failure -> {
              throw told(failure);
            })
        .thenCompose(done -> made(call, form))
        .handle((response, failure) -> failure == null ? done(response) : removed(form, failure))
        .thenCompose(result -> result);
  }

  private static ProblemException broken(String why) {
    return Problem.of(400, "broken-body", "The body is no whole form: " + why)
        .remedy("Send it again, as curl -F file=@a.jpg does.")
        .thrown();
  }

  /** What is no form is its sender's fault. */
  private static RuntimeException told(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof ExceptionWithErrorInfo broken) {
      return broken(broken.info().summary());
    }
    if (cause instanceof ParsingException broken) {
      return broken(broken.info().summary());
    }
    return failure instanceof RuntimeException plain ? plain : new CompletionException(failure);
  }

  private static HttpEntity entity(Call call, Source<ByteString, ?> bytes) {
    return HttpEntities.createChunked(call.request().entity().getContentType(), bytes);
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
