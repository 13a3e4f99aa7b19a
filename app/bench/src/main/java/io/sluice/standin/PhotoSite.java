package io.sluice.standin;

import io.sluice.standin.Reply.Delivery;
import java.util.List;
import java.util.Map;

/** Answers for the servers of photos: a picture, or what a test has set for that one. */
final class PhotoSite implements Site {
  private static final String JPEG = "image/jpeg";

  private final StandInChannels channels;
  private final PhotoMaker maker;
  private final PhotoUrls urls;
  private final Faults faults;
  private final ServedTally tally;

  PhotoSite(
      StandInChannels channels,
      PhotoMaker maker,
      PhotoUrls urls,
      Faults faults,
      ServedTally tally) {
    this.channels = channels;
    this.maker = maker;
    this.urls = urls;
    this.faults = faults;
    this.tally = tally;
  }

  @Override
  public Reply answer(VisitRequest request) throws InterruptedException {
    faults.delay();
    var refusal = faults.photoGate().refusal();
    if (refusal.isPresent()) {
      return tally.served(Reply.tooMany("photo", refusal.getAsInt()));
    }
    return tally.served(faults.breakPhoto(picture(request)));
  }

  private Reply picture(VisitRequest request) {
    var picture = urls.read(request.path()).orElse(null);
    var channel = picture == null ? null : channels.find(picture.channel());
    if (channel == null || !request.method().equals("GET") || picture.expired()) {
      return gone();
    }
    if (picture.lookAlike()) {
      var bytes = maker.lookAlike(channel.number(), picture.id());
      return Reply.of("look-alike", 200, JPEG, bytes);
    }
    return channel.hasPhoto(picture.id()) ? photo(channel, picture.id()) : gone();
  }

  private static Reply gone() {
    return Reply.html("photo", 404, "<html><body><h1>404 Not Found</h1></body></html>");
  }

  private static Reply photo(StandInChannel channel, long id) {
    var answer = channel.photoAnswer(id);
    if (answer instanceof PhotoAnswer.Redirect redirect) {
      return Reply.redirect("photo", redirect.to().toString());
    } else if (answer instanceof PhotoAnswer.GzipBomb bomb) {
      var body = GzipBomb.inflatingTo(bomb.inflatedBytes());
      var headers = Map.of("Content-Type", JPEG, "Content-Encoding", "gzip");
      return new Reply("photo", 200, headers, body, Delivery.WHOLE);
    } else if (answer instanceof PhotoAnswer.Status status) {
      return Reply.html("photo", status.status(), "<html><body><h1>Sorry</h1></body></html>");
    } else if (answer instanceof PhotoAnswer.Html) {
      return Reply.html("photo", 200, LandingWriter.STRANGE);
    } else if (answer instanceof PhotoAnswer.Fixed fixed) {
      return new Reply(
          "photo", 200, Map.of("Content-Type", JPEG), List.of(fixed.bytes()), Delivery.WHOLE);
    }
    var whole = Reply.of("photo", 200, JPEG, channel.photoBytes(id));
    if (answer instanceof PhotoAnswer.Trickle) {
      return whole.by(Delivery.TRICKLED);
    }
    return answer instanceof PhotoAnswer.Chunked ? whole.by(Delivery.CHUNKED) : whole;
  }
}
