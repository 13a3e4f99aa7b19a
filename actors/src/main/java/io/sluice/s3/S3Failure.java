package io.sluice.s3;

import io.sluice.blob.StorageAwayException;
import io.sluice.blob.StorageException;
import io.sluice.blob.StorageRefusedException;
import io.sluice.blob.Trouble;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What servers say that went wrong: their codes go in, what it means for a store comes out. */
public final class S3Failure {
  private static final int NOT_FOUND = 404;
  private static final int MOST_SHOWN = 200;

  private static final Map<String, Trouble> CODES =
      Map.ofEntries(
          Map.entry("NoSuchBucket", Trouble.NO_BUCKET),
          Map.entry("InvalidBucketName", Trouble.NO_BUCKET),
          Map.entry("AccessDenied", Trouble.DENIED),
          Map.entry("AllAccessDisabled", Trouble.DENIED),
          Map.entry("AccountProblem", Trouble.DENIED),
          Map.entry("InvalidAccessKeyId", Trouble.WRONG_KEY),
          Map.entry("SignatureDoesNotMatch", Trouble.WRONG_SECRET),
          Map.entry("ExpiredToken", Trouble.EXPIRED),
          Map.entry("InvalidToken", Trouble.EXPIRED),
          Map.entry("TokenRefreshRequired", Trouble.EXPIRED),
          Map.entry("PermanentRedirect", Trouble.WRONG_REGION),
          Map.entry("AuthorizationHeaderMalformed", Trouble.WRONG_REGION),
          Map.entry("IllegalLocationConstraintException", Trouble.WRONG_REGION),
          Map.entry("RequestTimeTooSkewed", Trouble.CLOCK),
          Map.entry("QuotaExceeded", Trouble.FULL),
          Map.entry("XMinioStorageFull", Trouble.FULL),
          Map.entry("SlowDown", Trouble.BUSY));

  private S3Failure() {}

  /** The server's own word, such as {@code NoSuchKey}; empty where it sent none. */
  public static String code(SdkException failure) {
    return failure instanceof AwsServiceException said
            && said.awsErrorDetails() != null
            && said.awsErrorDetails().errorCode() != null
        ? said.awsErrorDetails().errorCode()
        : "";
  }

  public static int status(SdkException failure) {
    return failure instanceof AwsServiceException said ? said.statusCode() : 0;
  }

  /** There is no object, in a bucket that is there. */
  public static boolean isMissing(SdkException failure) {
    return status(failure) == NOT_FOUND && !code(failure).equals("NoSuchBucket");
  }

  /** What is wrong with the whole of a bucket or server, if that is what failed. */
  public static Optional<Trouble> trouble(SdkException failure) {
    if (!(failure instanceof AwsServiceException)) {
      return Optional.of(lacksKey(failure) ? Trouble.NO_KEY : Trouble.UNREACHABLE);
    }
    var known = CODES.get(code(failure));
    return known == null ? byStatus(status(failure)) : Optional.of(known);
  }

  private static boolean lacksKey(SdkException failure) {
    return failure instanceof SdkClientException
        && ("" + failure.getMessage()).contains("Unable to load credentials");
  }

  private static Optional<Trouble> byStatus(int status) {
    return switch (status) {
      case 301, 307 -> Optional.of(Trouble.WRONG_REGION);
      case 401, 403 -> Optional.of(Trouble.DENIED);
      case 408, 429, 503 -> Optional.of(Trouble.BUSY);
      case 507 -> Optional.of(Trouble.FULL);
      case 501 -> Optional.empty();
      default -> status / 100 == 5 ? Optional.of(Trouble.UNREACHABLE) : Optional.empty();
    };
  }

  /**
   * @param what the bucket is
   * @param where it is
   * @param failing what could not be done, for what is wrong with that alone
   */
  static RuntimeException of(String what, String where, String failing, SdkException failure) {
    var cause = new IOException(reason(failure), failure);
    var told = "%s %s: %s".formatted(what, where, failing);
    if (isMissing(failure)) {
      // Somebody has removed it meanwhile: who begins again finds out.
      return new IllegalStateException(told + ": " + cause.getMessage(), cause);
    }
    return trouble(failure)
        .<StorageException>map(trouble -> new StorageAwayException(what, where, trouble, cause))
        .orElseGet(() -> new StorageRefusedException(told, cause));
  }

  /** In the server's words, made printable. */
  public static String reason(SdkException failure) {
    if (failure instanceof AwsServiceException said) {
      var words = said.awsErrorDetails() == null ? null : said.awsErrorDetails().errorMessage();
      return printable(
          "%s %d%s"
              .formatted(code(failure), said.statusCode(), words == null ? "" : ", " + words)
              .strip());
    }
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return printable(root.getMessage() == null ? root.toString() : root.getMessage());
  }

  private static String printable(String text) {
    var plain = text.replaceAll("\\p{Cntrl}+", " ");
    return plain.length() <= MOST_SHOWN ? plain : plain.substring(0, MOST_SHOWN) + "…";
  }
}
