package dev.lanewise.cli;

/**
 * How the outputs of the other ways compare with those of the loop, over all rows of a trial in batches of one size.
 *
 * @param batch rows per call
 * @param firstDifference the first output whose bits differ between loop and vector; −1 where none does
 * @param textbookUlp the largest difference of the textbook loop, in ulp of the loop's output
 * @param c2Ulp the same for the C2 loop
 */
record Agreement(int batch, int firstDifference, double textbookUlp, double c2Ulp) {
    static Agreement of(Trial trial, int batch) {
        float[] loop = outputs(Contestant.Kind.LOOP, trial, batch);
        int difference = Contestant.Kind.isVectorThere()
                ? firstDifference(loop, outputs(Contestant.Kind.VECTOR, trial, batch))
                : -1;
        return new Agreement(
                batch,
                difference,
                largestUlp(loop, outputs(Contestant.Kind.TEXTBOOK, trial, batch)),
                largestUlp(loop, outputs(Contestant.Kind.C2_LOOP, trial, batch)));
    }

    /** The outputs of all rows, computed in batches; the last one takes the rows left over. */
    static float[] outputs(Contestant.Kind kind, Trial trial, int batch) {
        int inputs = trial.network().inputs();
        int outputs = trial.network().outputs();
        Contestant contestant = kind.contestant(trial.network(), batch);
        float[] all = new float[trial.rows() * outputs];
        for (int done = 0; done < trial.rows(); done += batch) {
            int rows = Math.min(batch, trial.rows() - done);
            float[] z = new float[rows * outputs];
            contestant.evaluate(rows, trial.x(), done * inputs, z);
            System.arraycopy(z, 0, all, done * outputs, z.length);
        }
        return all;
    }

    boolean sameBits() {
        return firstDifference < 0;
    }

    static int firstDifference(float[] a, float[] b) {
        for (int i = 0; i < a.length; i++) {
            if (Float.floatToIntBits(a[i]) != Float.floatToIntBits(b[i])) {
                return i;
            }
        }
        return -1;
    }

    static double largestUlp(float[] expected, float[] actual) {
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs((double) expected[i] - actual[i]);
            largest = Math.max(largest, difference / Math.ulp(expected[i]));
        }
        return largest;
    }
}
