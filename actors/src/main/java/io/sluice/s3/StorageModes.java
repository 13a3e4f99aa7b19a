package io.sluice.s3;

import com.typesafe.config.Config;
import io.sluice.settings.SettingsReader;

/**
 * Where files and pictures are stored.
 *
 * @param filesInS3 files of batches, and what is made of them; else below IMAGE_DIR
 * @param picturesInS3 pictures of channels
 */
public record StorageModes(boolean filesInS3, boolean picturesInS3) {
  private static final String S3 = "s3";

  public static StorageModes from(Config config) {
    var settings = new SettingsReader(config);
    var files = settings.word("STORAGE_MODE", "local", S3);
    var pictures = settings.word("PICTURE_STORAGE_MODE", "auto", "local", S3);
    return new StorageModes(
        files.equals(S3), pictures.equals("auto") ? files.equals(S3) : pictures.equals(S3));
  }

  public boolean isAnyInS3() {
    return filesInS3 || picturesInS3;
  }
}
