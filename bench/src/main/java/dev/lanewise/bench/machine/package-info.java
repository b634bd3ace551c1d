/** The machine and the virtual machine: what they are, what they can do at best, and whether they have come to rest. */
package dev.lanewise.bench.machine;
