package io.sluice.serialization;

/** Marks messages and events that cross nodes or go into the journal, as CBOR. */
public interface CborSerializable {}
