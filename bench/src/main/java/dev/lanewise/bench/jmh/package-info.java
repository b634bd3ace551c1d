/** Loop against vector by JMH; also to be run alone: {@code java -jar bench/target/benchmarks.jar}. */
package dev.lanewise.bench.jmh;
