package io.sluice.bottleneck;

/** A figure of a node that tells what its work waits for. */
enum Figure {
  /** Channels that collect. */
  CHANNELS,
  /** Chunks at work. */
  CHUNKS,
  /** Channels that wait for a place. */
  WAITING_CHANNELS,
  /** Chunks that wait for a place. */
  WAITING_CHUNKS,
  /** Pages, exports and photos that are asked for or opened. */
  FETCHING,
  /** Groups of messages and items that are stored in a transaction. */
  STORING,
  /** Groups of events of feeds, the same. */
  STORING_EVENTS,
  /** Files, or groups of them, that get their places in the store. */
  KEEPING,
  /** 1 where a task waits for a thread that talks to the database. */
  POOL_FULL,
  /** 1 where a picture waits for a thread. */
  PICTURES_FULL,
  /** Pictures that wait for memory for their pixels. */
  PIXEL_WAITS,
  /** Bodies and messages that wait for memory. */
  BYTE_WAITS,
  /** Requests to models on their way, or waiting for their turn. */
  ASKING,
  /** Of all cores together, by all processes, from 0 to 1. */
  CPU
}
