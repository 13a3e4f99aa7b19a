package io.sluice.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CoresTest {
  @Test
  void cores_of_a_machine_are_counted_as_the_kernel_lists_them() {
    assertThat(Cores.count("0")).isEqualTo(1);
    assertThat(Cores.count("0-3")).isEqualTo(4);
    assertThat(Cores.count("0-3,8,10-11")).isEqualTo(7);
  }

  @Test
  void cores_that_are_kept_back_are_named_before_other_machines() {
    var few = new Cores(1, 4).limiting(Finding.fine("10/s"), WorkKind.PHOTOS, 10);
    assertThat(few.bounds().get(0).remedy().knob()).startsWith("cores: 1 of the 4");
    assertThat(few.bounds().get(0).remedy().gain()).isEqualTo("up to 40 photos/s with all 4");
    var all = new Cores(4, 4).limiting(Finding.fine("10/s"), WorkKind.PHOTOS, 10);
    assertThat(all.bounds().get(0).remedy().gain()).isEqualTo("2.5 photos/s more for each core");
  }
}
