package io.sluice.api;

import io.sluice.ledger.channel.FailedPhotos;
import io.sluice.ledger.channel.PhotoKey;
import io.sluice.ledger.channel.PhotoOutcome;
import io.sluice.ledger.channel.StoredItems;
import io.sluice.ledger.channel.StoredItems.StoredMessage;
import io.sluice.ledger.channel.StoredItems.StoredPhoto;
import io.sluice.server.Json;
import io.sluice.view.FailuresView;
import io.sluice.view.ImagesView;
import io.sluice.view.MessagesView;
import io.sluice.view.PhotoView;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What was collected, and what failed, page by page. */
final class ItemOperations {
  private static final String FAILURES = "failures";
  private static final String MESSAGES = "messages";
  private static final String IMAGES = "images";
  private static final char BETWEEN = ':';

  private final StoredItems items;
  private final FailedPhotos failed;
  private final ChannelOperations channels;
  private final Blocking blocking;

  ItemOperations(
      StoredItems items, FailedPhotos failed, ChannelOperations channels, Blocking blocking) {
    this.items = items;
    this.failed = failed;
    this.channels = channels;
    this.blocking = blocking;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "listFailures", blocking.answering(this::failures),
        "listMessages", blocking.answering(this::messages),
        "listImages", blocking.answering(this::images));
  }

  private static FailuresView.Failure failure(FailedPhotos.Failed photo) {
    return new FailuresView.Failure(
        photo.id(),
        photo.message(),
        stage(photo.outcome()),
        photo.outcome().column(),
        photo.reason(),
        photo.attempts(),
        photo.retry(),
        Json.time(photo.at()));
  }

  private static String stage(PhotoOutcome outcome) {
    return switch (outcome) {
      case MISSING -> "source";
      case UNREACHABLE, REFUSED -> "fetch";
      default -> "process";
    };
  }

  private FailuresView failures(Call call) {
    var row = channels.row(call);
    var after =
        PageToken.place(
            call, FAILURES, text -> new PhotoKey(messageOf(text), idOf(text)), PhotoKey.FIRST);
    var reason = call.optional("reason").map(PhotoOutcome::ofColumn);
    var page = failed.page(row.id(), reason, after, call.limit());
    return new FailuresView(
        page.stream().map(ItemOperations::failure).toList(),
        PageToken.next(call, FAILURES, page, photo -> "" + photo.message() + BETWEEN + photo.id()));
  }

  private static PhotoView photo(StoredPhoto photo) {
    return new PhotoView(
        photo.id(),
        photo.message(),
        photo.outcome().column(),
        photo.path() == null ? null : url(photo.path()),
        photo.width(),
        photo.height(),
        photo.bytesBefore(),
        photo.bytesAfter(),
        Json.time(photo.storedAt()));
  }

  private static String url(String path) {
    try {
      return new URI(null, null, "/" + path, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a path is one in an address too", e);
    }
  }

  private static MessagesView.Message message(StoredMessage message, List<PhotoView> photos) {
    return new MessagesView.Message(
        message.id(),
        message.kind(),
        Json.time(message.sentAt()),
        Json.time(message.editedAt()),
        message.author(),
        message.text(),
        message.replyTo(),
        message.forwardedFrom(),
        message.media(),
        message.action(),
        message.albumId(),
        message.views(),
        photos);
  }

  private MessagesView messages(Call call) {
    var row = channels.row(call);
    long before = PageToken.place(call, MESSAGES, Long::parseLong, Long.MAX_VALUE);
    var page = items.messages(row.id(), before, call.limit());
    var photos =
        items.photosOf(row.id(), page.stream().map(StoredMessage::id).toList()).stream()
            .map(ItemOperations::photo)
            .collect(Collectors.groupingBy(PhotoView::message));
    return new MessagesView(
        page.stream()
            .map(message -> message(message, photos.getOrDefault(message.id(), List.of())))
            .toList(),
        PageToken.next(call, MESSAGES, page, StoredMessage::id));
  }

  private ImagesView images(Call call) {
    var row = channels.row(call);
    var before =
        PageToken.place(
            call, IMAGES, text -> new PhotoKey(messageOf(text), idOf(text)), PhotoKey.LAST);
    var page = items.pictures(row.id(), before, call.limit());
    return new ImagesView(
        page.stream().map(ItemOperations::photo).toList(),
        PageToken.next(call, IMAGES, page, photo -> "" + photo.message() + BETWEEN + photo.id()));
  }

  private static long messageOf(String place) {
    return Long.parseLong(place.substring(0, place.indexOf(BETWEEN)));
  }

  private static String idOf(String place) {
    return place.substring(place.indexOf(BETWEEN) + 1);
  }
}
