package dev.lanewise.bench.goal;

import java.util.List;

/**
 * One of the points that the library is to reach, and whether it does.
 *
 * @param title what is asked for
 * @param verdict in general
 * @param figures in words, one line each
 * @param shortfalls the cells that fall short, worst first
 */
public record Goal(String title, Verdict verdict, List<String> figures, List<String> shortfalls) {
    /** Whether it is reached. */
    public enum Verdict {
        REACHED("reached"),
        SHORT("falls short"),
        INCOMPLETE("figures are missing, the others reach it"),
        UNMEASURED("not measured");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }
}
