package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One row only, and so one batch size, since each is timed for seconds; the shipped networks are in ExampleTest. */
class CompareCommandTest {
    @TempDir
    Path folder;

    private Path row() throws IOException {
        return Files.writeString(folder.resolve("row.csv"), "a,b,c,d,e,f,g,h,i,j,target\n1,2,3,4,5,6,7,8,9,10,11\n");
    }

    @Test
    void tellsBitsAndTimesAndDraws() throws IOException {
        Path pictures = folder.resolve("pictures");
        Path model = ModelFiles.shipped(folder);
        String out = Run.of("compare", model, row(), "--columns", "1-10", "--draw", pictures).succeeded();
        assertTrue(out.contains("backend: " + Backend.best().name().toLowerCase(Locale.ROOT)), out);
        assertTrue(out.contains("1 rows of "), out);
        assertTrue(out.contains("total                                      193"), out);
        assertTrue(out.contains(Backend.VECTOR.isAvailable() ? "vector same bits: yes" : "no vectors to compare"), out);
        assertTrue(out.lines().anyMatch(line -> line.matches(" {14}1( +[0-9,.]+ ns.)+.*")), out);
        assertTrue(Files.exists(pictures.resolve("diabetes.safetensors.svg")));
        assertTrue(Files.exists(pictures.resolve("diabetes.safetensors.png")));
    }

    @Test
    void bitsThatDifferFail() throws IOException {
        CompareCommand faulty = new CompareCommand((trial, batch) -> new Agreement(batch, 0, 1, 1));
        Run run = Run.ofCommand(faulty, ModelFiles.shipped(folder), row(), "--columns", "1-10");
        run.failed(1, "vector and loop differ");
        assertTrue(run.out().contains("same bits: NO, first at output 0") || !Backend.VECTOR.isAvailable(), run.out());
    }

    @Test
    void dataThatDoesNotFit() throws IOException {
        Path model = ModelFiles.shipped(folder);
        Run.of("compare", model, row()).failed(1, "columns=11", "inputs=10", "--columns 1-10");
        Path none = Files.writeString(folder.resolve("none.csv"), "a,b,c,d,e,f,g,h,i,j\n");
        Run.of("compare", model, none).failed(1, "has no rows");
    }
}
