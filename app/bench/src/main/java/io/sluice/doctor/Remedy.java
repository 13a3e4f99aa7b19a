package io.sluice.doctor;

/**
 * What can be turned.
 *
 * @param knob a setting by its name, with the value to try, or what of another program is meant
 * @param gain what that should bring
 */
public record Remedy(String knob, String gain) {}
