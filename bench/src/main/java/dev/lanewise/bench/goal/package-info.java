/** What the library is to reach, each point in one class, judged by the figures of one run. */
package dev.lanewise.bench.goal;
