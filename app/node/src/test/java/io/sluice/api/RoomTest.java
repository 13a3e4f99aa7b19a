package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomTest {
  private static final int LOT = 16 << 20;

  @Test
  void the_disk_is_looked_at_again_after_so_many_bytes_of_all(@TempDir Path disk) {
    var room = new Room(disk, 0);
    assertThat(room.take(1)).as("nobody has looked yet").isFalse();
    room.takeNow(LOT / 2);
    assertThat(room.take(LOT / 2)).isTrue();
    assertThat(room.take(1)).isFalse();
  }

  @Test
  void what_must_stay_free_is_not_given_away(@TempDir Path disk) throws IOException {
    var room = new Room(disk, Files.getFileStore(disk).getTotalSpace());
    assertThatThrownBy(() -> room.takeNow(1)).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> room.check(1)).isInstanceOf(ProblemException.class);
    assertThat(room.take(1)).isFalse();
  }

  @Test
  void who_announces_much_takes_nothing_by_it(@TempDir Path disk) throws IOException {
    var room = new Room(disk, 0);
    long half = Files.getFileStore(disk).getUsableSpace() / 2;
    for (int i = 0; i < 5; i++) {
      assertThatCode(() -> room.check(half)).doesNotThrowAnyException();
    }
    assertThatThrownBy(() -> room.check(Long.MAX_VALUE)).isInstanceOf(ProblemException.class);
  }
}
