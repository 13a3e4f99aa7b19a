package io.sluice.api;

import io.sluice.ledger.Gone;
import io.sluice.server.Json;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.util.ByteString;

/**
 * A server-sent event, written out.
 *
 * @param what it tells of; null for how all is
 * @param id of that
 */
record LiveEvent(Gone.What what, long id, ByteString text) {

  static LiveEvent of(Gone.What what, long id, String name, Object data) {
    return new LiveEvent(what, id, text(name, data));
  }

  static LiveEvent ofAll(String name, Object data) {
    return new LiveEvent(null, 0, text(name, data));
  }

  private static ByteString text(String name, Object data) {
    var json = new String(Json.bytes(data), StandardCharsets.UTF_8);
    return ByteString.fromString("event: " + name + "\ndata: " + json + "\n\n");
  }
}
