package io.sluice.api;

import io.sluice.ledger.batch.ItemState;
import io.sluice.ledger.file.FileRows;
import io.sluice.server.Json;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import io.sluice.view.SentFileView;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Takes one file in, as scripts send it: its bytes come in, where it is stored goes out. */
final class PutOneFile implements Operation {
  private static final Pattern HASH = Pattern.compile("\"([0-9a-f]{64})\"");
  private static final int CREATED = 201;
  private static final int LATER = 202;

  private final Uploads uploads;
  private final UploadBatches batches;
  private final FileRows files;
  private final long most;
  private final ActorSystem<?> system;
  private final Blocking blocking;

  PutOneFile(
      Uploads uploads,
      UploadBatches batches,
      FileRows files,
      long most,
      ActorSystem<?> system,
      Blocking blocking) {
    this.uploads = uploads;
    this.batches = batches;
    this.files = files;
    this.most = most;
    this.system = system;
    this.blocking = blocking;
  }

  @Override
  public CompletionStage<HttpResponse> answer(Call call) {
    Uploads.mayTakeLong(call);
    var name =
        SentName.of(call.text("name"))
            .orElseThrow(
                () ->
                    Problem.of(400, "no-name", "No file is called so")
                        .in("name")
                        .remedy("Put it under its name, as in /api/files/big.iso.")
                        .thrown());
    var hash = call.request().getHeader("If-None-Match").map(PutOneFile::hash);
    var body = new SentBody(call.request(), most, system);
    return known(hash)
        .thenCompose(
            there ->
                there.isPresent()
                    ? body.<HttpResponse>refused(there(there.get()))
                    : stored(call, body, name));
  }

  private static byte[] hash(HttpHeader header) {
    var given = HASH.matcher(header.value());
    if (!given.matches()) {
      throw Problem.of(400, "wrong-header", "If-None-Match is no SHA-256 in quotes")
          .in("If-None-Match")
          .remedy("Give the 64 lower-case hexadecimal digits of sha256sum, in double quotes.")
          .thrown();
    }
    return HexFormat.of().parseHex(given.group(1));
  }

  private CompletionStage<Optional<String>> known(Optional<byte[]> hash) {
    return hash.isEmpty()
        ? CompletableFuture.completedFuture(Optional.empty())
        : blocking.run(() -> files.known(List.of(hash.get())).values().stream().findFirst());
  }

  private static ProblemException there(String path) {
    return Problem.of(412, "known-content", "This content is stored already, as " + path)
        .in("If-None-Match")
        .remedy("Nothing is to be sent.")
        .thrown();
  }

  private CompletionStage<HttpResponse> stored(Call call, SentBody body, String name) {
    var upload = Uploads.fresh("file");
    var length = call.request().entity().getContentLengthOption();
    var target = UploadTarget.plain(upload, "1/" + name);
    return body.use(
            bytes ->
                uploads
                    .store()
                    .store(
                        bytes,
                        length.isPresent()
                            ? OptionalLong.of(length.getAsLong())
                            : OptionalLong.empty(),
                        target,
                        Optional.empty()))
        .thenCompose(bytes -> batches.make(upload, null, 1))
        .thenCompose(batch -> batches.watched(batch, Duration.ofSeconds(call.number("wait"))))
        .thenApply(view -> Json.answer(status(view.files()), view));
  }

  private static int status(List<SentFileView> files) {
    var state = files.isEmpty() ? "" : files.get(0).state();
    if (state.equals(ItemState.DONE.column())) {
      return CREATED;
    }
    return state.equals(ItemState.DUPLICATE.column()) ? 200 : LATER;
  }
}
