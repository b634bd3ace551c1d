package dev.lanewise.bench.report;

import dev.lanewise.bench.goal.Goal;
import dev.lanewise.bench.goal.Goals;
import dev.lanewise.bench.grid.ResultsFile;
import dev.lanewise.bench.stats.Findings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Results for people: a page, plots, and a summary in Markdown. */
public final class Report {
    private Report() {}

    /** Writes all of it into the folder, and returns the summary. */
    public static String write(ResultsFile results, Path folder) throws IOException {
        Findings findings = Findings.of(results);
        List<Goal> goals = Goals.judge(findings);
        List<Picture> pictures = new ArrayList<>();
        if (!findings.of("network").isEmpty()) {
            pictures.add(HeatMap.of(findings));
        }
        if (!findings.of("network", "layer").isEmpty()) {
            pictures.add(Roofline.of(findings));
            pictures.add(PeakShare.of(findings));
        }
        if (!findings.of("jmh").isEmpty()) {
            pictures.add(LoopBars.of(findings));
        }
        removePictures(folder);
        for (Picture picture : pictures) {
            picture.write(folder);
        }
        String summary = Summary.of(findings, goals);
        Files.writeString(folder.resolve("report.html"), Page.of(findings, goals, pictures));
        Files.writeString(folder.resolve("summary.md"), summary);
        return summary;
    }

    /** Those of a run before, which may have had other cells. */
    private static void removePictures(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{png,svg}")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }
}
