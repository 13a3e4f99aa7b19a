package io.sluice.view;

import java.util.List;

/** A page of messages. */
public record MessagesView(List<Message> messages, String next) {

  /** One of them, with its photos. */
  public record Message(
      long id,
      String kind,
      String sentAt,
      String editedAt,
      String author,
      String text,
      Long replyTo,
      String forwardedFrom,
      String media,
      String action,
      Long albumId,
      Long views,
      List<PhotoView> photos) {}
}
