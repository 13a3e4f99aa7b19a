package io.sluice.file;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An object in S3, or all whose keys begin so: an address as somebody wrote it goes in, the one
 * that all that are equal have in common comes out, with escapes for all that is no plain sign. A
 * percent sign that begins no escape stands for itself.
 *
 * @param key as it is, without escapes; empty for the whole bucket
 */
public record S3Address(String bucket, String key) {
  private static final Pattern S3 =
      Pattern.compile("s3://([^/]*)(?:/(.*))?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern BUCKET = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{2,62}");

  /** Longer keys are there nowhere. */
  private static final int MOST_KEY = 1024;

  /** In the place of a bucket: all of them. */
  private static final String ANY = "*";

  /** Whether it is meant to be one: {@code s3://} is what it begins with. */
  public static boolean isMeant(String text) {
    return text.regionMatches(true, 0, "s3://", 0, "s3://".length());
  }

  /**
   * @throws URISyntaxException if it is none
   */
  public static S3Address of(String text) throws URISyntaxException {
    var parts = S3.matcher(text);
    if (!parts.matches() || !BUCKET.matcher(parts.group(1)).matches()) {
      throw new URISyntaxException(shown(text), "A bucket's name has 3 to 63 letters and digits");
    }
    var key = parts.group(2) == null ? "" : key(text, parts.group(2));
    return new S3Address(parts.group(1), key);
  }

  private static String key(String text, String written) throws URISyntaxException {
    var bytes = unescaped(Percent.BARE.matcher(written).replaceAll("%25"));
    if (bytes.length > MOST_KEY) {
      throw new URISyntaxException(shown(text), "A key has at most 1024 bytes");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new URISyntaxException(shown(text), "A key is UTF-8");
    }
  }

  private static byte[] unescaped(String text) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); ) {
      if (text.charAt(i) == '%') {
        bytes.write(Integer.parseInt(text, i + 1, i + 3, 16));
        i += 3;
      } else {
        int sign = text.codePointAt(i);
        bytes.writeBytes(Character.toString(sign).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(sign);
      }
    }
    return bytes.toByteArray();
  }

  private static String shown(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  /** What may be read below: {@code s3://*} for all buckets, also as it is written itself. */
  public static S3Address root(String text) throws URISyntaxException {
    return text.toLowerCase(Locale.ROOT).matches("s3://[*]/?") ? new S3Address(ANY, "") : of(text);
  }

  /** Whether it lies below this root. */
  public boolean has(S3Address other) {
    return bucket.equals(ANY) || bucket.equals(other.bucket()) && other.key().startsWith(key);
  }

  public URI uri() {
    return URI.create(toString());
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + Percent.escaped(key.getBytes(StandardCharsets.UTF_8));
  }

  /** What a file from there is called: the end of the key, or the bucket. */
  String fileName() {
    var path = key.replaceAll("/+$", "");
    return WebAddress.cleaned(path.substring(path.lastIndexOf('/') + 1), bucket);
  }
}
