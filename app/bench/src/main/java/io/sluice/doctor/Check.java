package io.sluice.doctor;

/** One thing that is measured of a system: the patient goes in, a finding comes out. */
interface Check {
  About about();

  /**
   * @throws Exception which means that it has failed, with what is wrong in its message
   */
  Finding examine(Patient patient) throws Exception;
}
