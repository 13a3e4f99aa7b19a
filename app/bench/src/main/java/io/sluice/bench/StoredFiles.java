package io.sluice.bench;

/**
 * Files that were stored in one go.
 *
 * @param seconds from the first to the last commit
 * @param whole seconds of the process, its start included
 */
record StoredFiles(int files, double seconds, double whole) {
  double perSecond() {
    return files / seconds;
  }

  double perSecondWhole() {
    return files / whole;
  }
}
