package io.sluice.channel;

import java.io.IOException;
import java.util.Optional;

/**
 * A kind of source: what somebody typed goes in, what can be collected comes out. It is asked
 * before there is a node; what reads the sources is made {@link #on} one.
 */
public interface SourceKind {

  /** Its name in {@link SourceSpec#kind}, in journals and in rows: it never changes. */
  String name();

  /** Whether this is what somebody means by a word, even if it is {@link #offer refused} then. */
  boolean isMeantBy(String typed);

  /** Whether its channels get new messages, so that they can be followed. */
  boolean canFollow();

  /**
   * Whether it reads files of this machine: then what is typed is a path, which must be looked into
   * to tell its channels, and which not everybody may name. Of others a word tells all.
   */
  boolean readsFiles();

  /** What to type instead of what it refuses. */
  String remedy();

  /** The rate that looks for news share, however many channels there are; empty if they do not. */
  default Optional<LookRate> lookRate() {
    return Optional.empty();
  }

  /**
   * How often all channels of a kind can look for news together.
   *
   * @param setting that says so
   */
  record LookRate(String setting, double perSecond) {}

  /**
   * What can be collected of what was typed.
   *
   * @throws IOException that says why nothing can
   */
  Offer offer(String typed, Terms terms) throws IOException;

  /** What opens its sources on a node. */
  SourceOpener on(SourceNode node);
}
