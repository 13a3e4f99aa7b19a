package io.sluice.client;

import io.sluice.view.AddedChannelsView;
import io.sluice.view.BatchView;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A node, for commands that give it work and look into the database for what becomes of it. Whom to
 * trust is what the client commands go by: {@code API_CA}.
 */
public final class NodeApi {
  private final ApiClient api;
  private final PrintWriter terminal;

  private NodeApi(ApiClient api, PrintWriter terminal) {
    this.api = api;
    this.terminal = terminal;
  }

  /** A channel that the node has taken, and where it stands. */
  public record Taken(long id, String name, String state) {}

  /**
   * @param url where it answers
   * @param token that it knows; empty for none
   * @param terminal shows how far an upload is; null where there is none
   * @throws IOException if the certificates of {@code API_CA} cannot be read
   */
  public static NodeApi at(String url, Optional<String> token, PrintWriter terminal)
      throws IOException {
    var authority = new ClientSettings().get(null, "API_CA").map(Path::of);
    var sockets = authority.isEmpty() ? null : TrustedCertificates.trusting(authority.get());
    return new NodeApi(new ApiClient(url, token.orElse(null), sockets), terminal);
  }

  /**
   * Has a source collected; repeating it is harmless.
   *
   * @throws AwayException if no node answers
   * @throws ApiException if the node refuses
   * @throws IOException if the source cannot be read here
   */
  public List<Taken> add(String source, Wanted wanted) throws IOException, InterruptedException {
    var answer = new Adding(api, wanted, terminal).add(source);
    return NodeJson.read(answer, AddedChannelsView.class).channels().stream()
        .map(channel -> new Taken(channel.id(), channel.name(), channel.state()))
        .toList();
  }

  /**
   * Has a channel that is at rest look again.
   *
   * @throws AwayException if no node answers
   * @throws ApiException if the node refuses
   */
  public void resume(long channel) throws IOException {
    api.send("POST", "/api/channels/%d/resume".formatted(channel), null);
  }

  /**
   * Has a batch worked on; repeating it with the same key is harmless. Gives its number.
   *
   * @throws AwayException if no node answers
   * @throws ApiException if the node refuses
   */
  public long submit(Submission submission) throws IOException {
    var answer = api.send("POST", "/api/batches", submission.json());
    return NodeJson.read(answer, BatchView.class).id();
  }

  /**
   * The same, of files that are sent to the node first: as far as they are not there.
   *
   * @param sending asked again, also of another node, it goes on
   * @throws AwayException if no node answers
   * @throws ApiException if the node refuses
   * @throws IOException if files cannot be read here
   */
  public long submit(Submission submission, Sending sending)
      throws IOException, InterruptedException {
    var answer = new Submitting(api, submission, terminal).submit(sending);
    return NodeJson.read(answer, BatchView.class).id();
  }
}
