package io.sluice.server;

import io.sluice.settings.InvalidSettingException;
import io.sluice.settings.SettingsReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * API_TOKEN, and API_TOKEN_READ if there is one: kept as their hashes so that nothing can show
 * them, and compared in constant time.
 */
public final class Token {
  private static final String KEY = "API_TOKEN";
  private static final String READ_KEY = "API_TOKEN_READ";
  private static final int SHORTEST = 16;

  /** What RFC 6750 lets stand behind "Bearer". */
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private final byte[] hash;
  private final Optional<byte[]> readHash;

  private Token(String word, Optional<String> readWord) {
    hash = hash(word);
    readHash = readWord.map(Token::hash);
  }

  /**
   * Empty where API_TOKEN is not set.
   *
   * @throws InvalidSettingException if one is too short or cannot be sent, or if there is only one
   *     to read; their text is not repeated
   */
  static Optional<Token> from(SettingsReader settings) {
    var word = settings.optional(KEY);
    var readWord = settings.optional(READ_KEY);
    word.ifPresent(text -> check(KEY, text));
    readWord.ifPresent(text -> check(READ_KEY, text));
    if (readWord.isPresent() && (word.isEmpty() || word.equals(readWord))) {
      throw new InvalidSettingException(
          READ_KEY, "must be another than API_TOKEN, which must be set too");
    }
    return word.map(text -> new Token(text, readWord));
  }

  private static void check(String key, String word) {
    if (word.length() < SHORTEST || !FORM.matcher(word).matches()) {
      throw new InvalidSettingException(
          key,
          "must be %d or more of the characters A-Z a-z 0-9 - . _ ~ + /, as openssl rand -hex 32 makes it; it has %d characters"
              .formatted(SHORTEST, word.length()));
    }
  }

  /** What who knows this word may do; empty if it is none of them. */
  Optional<Access> access(String word) {
    var given = hash(word);
    if (MessageDigest.isEqual(hash, given)) {
      return Optional.of(Access.ALL);
    }
    return readHash.filter(read -> MessageDigest.isEqual(read, given)).map(read -> Access.READ);
  }

  /** What only those have who have the token for this; empty where there is none. */
  Optional<byte[]> secret(Access access) {
    return access == Access.ALL ? Optional.of(hash.clone()) : readHash.map(byte[]::clone);
  }

  private static byte[] hash(String word) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
