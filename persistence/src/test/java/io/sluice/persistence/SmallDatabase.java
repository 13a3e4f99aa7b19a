package io.sluice.persistence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A database whose tables are on a disk of their own, which is soon full. */
public final class SmallDatabase implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final SmallDisk disk;
  private final String space;
  private final DatabaseAddress server;
  private final DatabaseAddress address;

  private SmallDatabase(SmallDisk disk, DatabaseAddress server) {
    this.disk = disk;
    this.server = server;
    space = "small_" + COUNT.incrementAndGet();
    TestDatabase.execute(
        server, "CREATE TABLESPACE %s LOCATION '%s'".formatted(space, disk.place()));
    address = new DatabaseAddress(server.host(), space, server.user(), server.password(), "");
    TestDatabase.execute(server, "CREATE DATABASE %s TABLESPACE %s".formatted(space, space));
  }

  /**
   * @param place an empty directory, or none yet
   */
  public static SmallDatabase at(Path place) throws IOException {
    return new SmallDatabase(SmallDisk.at(place, "64m"), TestDatabase.create());
  }

  public DatabaseAddress address() {
    return address;
  }

  public SmallDisk disk() {
    return disk;
  }

  /** First what uses the disk: a server that finds files missing when it writes stops wholly. */
  @Override
  public void close() throws IOException {
    TestDatabase.execute(server, "DROP DATABASE %s WITH (FORCE)".formatted(space));
    TestDatabase.execute(server, "DROP TABLESPACE " + space);
    disk.close();
  }
}
