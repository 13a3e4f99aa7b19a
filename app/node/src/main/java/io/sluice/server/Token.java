package io.sluice.server;

import io.sluice.settings.InvalidSettingException;
import io.sluice.settings.SettingsReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Pattern;

/** API_TOKEN, kept as its hash so that nothing can show it, and compared in constant time. */
public final class Token {
  private static final String KEY = "API_TOKEN";
  private static final int SHORTEST = 16;

  /** What RFC 6750 lets stand behind "Bearer". */
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private final byte[] hash;

  private Token(String word) {
    hash = hash(word);
  }

  /**
   * Empty where API_TOKEN is not set.
   *
   * @throws InvalidSettingException if it is too short or cannot be sent; its text is not repeated
   */
  static Optional<Token> from(SettingsReader settings) {
    var word = settings.optional(KEY);
    word.ifPresent(Token::check);
    return word.map(Token::new);
  }

  private static void check(String word) {
    if (word.length() < SHORTEST || !FORM.matcher(word).matches()) {
      throw new InvalidSettingException(
          KEY,
          "must be %d or more of the characters A-Z a-z 0-9 - . _ ~ + /, as openssl rand -hex 32 makes it; it has %d characters"
              .formatted(SHORTEST, word.length()));
    }
  }

  boolean matches(String word) {
    return MessageDigest.isEqual(hash, hash(word));
  }

  private static byte[] hash(String word) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
