/**
 * Who is measured. Each {@link dev.lanewise.bench.peer.Peer} prepares a {@link dev.lanewise.bench.peer.Call} for a
 * network and a number of rows; what can be made beforehand is made then, and is not timed.
 */
package dev.lanewise.bench.peer;
