/** The report: a page, plots and a summary, all from one results file. */
package dev.lanewise.bench.report;
