package io.sluice.ledger.channel;

import io.sluice.persistence.StorableText;
import java.util.Objects;

/**
 * What became of one photo: a row of {@code sluice.photo}.
 *
 * @param id unique within the channel
 * @param messageId the message it belongs to
 * @param outcome how it ended
 * @param reason why it failed, or in which format it was kept; null otherwise
 * @param file its file; null where the outcome has none
 * @param bytesBefore size as it came, 0 if it never came
 * @param hash SHA-256 of the bytes as they came; null if they never came
 */
public record Photo(
    String id,
    long messageId,
    PhotoOutcome outcome,
    String reason,
    StoredFile file,
    long bytesBefore,
    byte[] hash) {

  public Photo {
    reason = StorableText.of(reason);
    if (outcome.hasFile() != (file != null)) {
      throw new IllegalArgumentException(
          "photo "
              + id
              + " is "
              + outcome.words()
              + (file == null ? " without" : " with")
              + " file");
    }
    Objects.requireNonNull(id, "id");
  }
}
