package io.sluice.ledger.node;

/**
 * One life of a node, as the cluster knows its members.
 *
 * @param address host:port for other nodes
 * @param uid tells this life at that address from earlier ones
 */
public record Life(String address, long uid) {}
