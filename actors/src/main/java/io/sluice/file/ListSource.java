package io.sluice.file;

import io.sluice.s3.Bucket;
import io.sluice.s3.S3Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;

/** Where a list lies: its bytes come out, from the first on, as often as it is opened. */
public sealed interface ListSource {
  /** Where relative paths of its lines begin. */
  Path base();

  /**
   * @throws NoSuchRootException if it is none that can be read
   */
  InputStream open() throws IOException;

  /** A file of this machine. */
  record OnDisk(Path file) implements ListSource {
    @Override
    public Path base() {
      return file.getParent();
    }

    @Override
    public InputStream open() throws IOException {
      if (!Files.isRegularFile(file)) {
        throw new NoSuchRootException(file + " is no file that could be read twice: give it to -");
      }
      return Files.newInputStream(file);
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }

  /** An object, beside which there is nothing: its lines name whole paths. */
  record InS3(Bucket bucket, S3Address address) implements ListSource {
    static InS3 of(URI address, ReadableRoots within, Function<String, Bucket> buckets)
        throws IOException {
      try {
        var object = S3Address.of(address.toString());
        if (!within.have(object)) {
          throw new NoSuchRootException(object + " lies outside of what may be read");
        }
        return new InS3(buckets.apply(object.bucket()), object);
      } catch (URISyntaxException e) {
        throw new NoSuchRootException(address + " is no address of S3: " + e.getReason());
      }
    }

    @Override
    public Path base() {
      return Path.of("/");
    }

    @Override
    public InputStream open() throws IOException {
      try {
        return bucket.open(address.key(), 0, Optional.empty());
      } catch (SdkException e) {
        if (S3Failure.isMissing(e)) {
          throw new NoSuchRootException(address + " is not there");
        }
        throw bucket.away(e);
      }
    }

    @Override
    public String toString() {
      return address.toString();
    }
  }
}
