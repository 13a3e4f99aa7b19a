package io.sluice.telegram.preview;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.OptionalLong;

/**
 * The attribute {@code data-view} of a post: base64url of JSON such as {@code
 * {"c":-1904042808,"p":"4665g"}}. The attribute goes in, the channel's id, which is {@code c}
 * without its sign, comes out.
 */
final class DataView {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DataView() {}

  static OptionalLong channelId(String attribute) {
    try {
      var c = JSON.readTree(Base64.getUrlDecoder().decode(attribute.strip())).path("c");
      boolean usable = c.isIntegralNumber() && c.canConvertToLong();
      long id = usable && c.longValue() != Long.MIN_VALUE ? Math.abs(c.longValue()) : 0;
      return id > 0 ? OptionalLong.of(id) : OptionalLong.empty();
    } catch (IllegalArgumentException | IOException e) {
      return OptionalLong.empty();
    }
  }
}
