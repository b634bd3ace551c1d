package dev.lanewise.bench.machine;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import dev.lanewise.Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a figure means nothing without: machine, virtual machine, library and command. Read in the virtual machine that
 * starts the forks; they run on the same one, with the same flags.
 *
 * @param sections title, then name and value of each fact; in the order in which they are written
 */
public record Conditions(Map<String, Map<String, String>> sections) {
    /** Flags that decide what C2 makes of the code, and where the arrays lie. */
    private static final List<String> FLAGS = List.of(
            "UseAVX", "UseSVE", "MaxVectorSize", "UseFMA", "UseSuperWord", "TieredStopAtLevel", "UseSerialGC",
            "UseG1GC",
            "MaxHeapSize", "ObjectAlignmentInBytes", "UseCompressedOops", "UseCompactObjectHeaders",
            "UseTransparentHugePages");

    /** Of this virtual machine and a run that starts now. */
    public static Conditions now(String command, String commit, String digest) {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        sections.put("run", facts(
                "command", command, "start", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
        String version = Conditions.class.getPackage().getImplementationVersion();
        sections.put("library", facts(
                "version", version == null ? "unknown" : version, "commit", commit, "digest", digest));
        Map<String, String> backends = new LinkedHashMap<>();
        for (Backend backend : Backend.values()) {
            backends.put(backend.name(), backend.description());
        }
        sections.put("backends", backends);
        sections.put("machine", machine());
        sections.put("jdk", facts(
                "version", System.getProperty("java.runtime.version"),
                "vendor", System.getProperty("java.vendor.version", System.getProperty("java.vendor")),
                "vm", System.getProperty("java.vm.name"),
                "arguments", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments())));
        sections.put("flags", flags());
        return new Conditions(sections);
    }

    /** Whether figures measured under both may stand side by side: all but the hour, and commits of no code, is the same. */
    public boolean sameAs(Conditions other) {
        return lasting().equals(other.lasting());
    }

    private Map<String, Map<String, String>> lasting() {
        Map<String, Map<String, String>> lasting = new LinkedHashMap<>(sections);
        lasting.remove("run");
        lasting.put("library", Map.of("digest", fact("library", "digest")));
        return lasting;
    }

    /** One fact, or "unknown". */
    public String fact(String section, String name) {
        return sections.getOrDefault(section, Map.of()).getOrDefault(name, "unknown");
    }

    private static Map<String, String> facts(String... namesAndValues) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            facts.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return facts;
    }

    private static Map<String, String> machine() {
        OperatingSystemMXBean os = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return facts(
                "cpu", cpu(),
                "processors", Integer.toString(os.getAvailableProcessors()),
                "caches", caches(),
                "memory", os.getTotalMemorySize() / (1024 * 1024) + " MiB",
                "os", os.getName() + " " + os.getVersion(),
                "architecture", os.getArch());
    }

    /** The model as the system names it: in /proc on x86 Linux, by lscpu on other Linux, by sysctl on macOS. */
    private static String cpu() {
        for (List<String> command : List.of(
                List.of("cat", "/proc/cpuinfo"), List.of("lscpu"), List.of("sysctl", "machdep.cpu.brand_string"))) {
            for (String line : output(command)) {
                int colon = line.indexOf(':');
                String name = colon < 0 ? "" : line.substring(0, colon).strip();
                if (name.equalsIgnoreCase("model name") || name.equals("machdep.cpu.brand_string")) {
                    return line.substring(colon + 1).strip();
                }
            }
        }
        return "unknown";
    }

    /** The lines that a command prints; none where it cannot be started. */
    private static List<String> output(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try (Stream<String> lines = process.inputReader().lines()) {
                return lines.toList();
            }
        } catch (IOException | UncheckedIOException absent) {
            return List.of();
        }
    }

    /** Of the first core, where Linux tells, such as {@code L1 Data 32K, L1 Instruction 32K, L2 Unified 1024K}. */
    private static String caches() {
        Path folder = Path.of("/sys/devices/system/cpu/cpu0/cache");
        List<String> caches = new ArrayList<>();
        try {
            for (int i = 0; Files.isDirectory(folder.resolve("index" + i)); i++) {
                Path index = folder.resolve("index" + i);
                caches.add("L" + Files.readString(index.resolve("level")).strip() + " "
                        + Files.readString(index.resolve("type")).strip() + " "
                        + Files.readString(index.resolve("size")).strip());
            }
        } catch (IOException unreadable) {
            return "unknown";
        }
        return caches.isEmpty() ? "unknown" : String.join(", ", caches);
    }

    private static Map<String, String> flags() {
        HotSpotDiagnosticMXBean bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        Map<String, String> flags = new LinkedHashMap<>();
        for (String flag : FLAGS) {
            try {
                flags.put(flag, bean.getVMOption(flag).getValue());
            } catch (IllegalArgumentException absentOnThisMachine) {
                continue;
            }
        }
        return flags;
    }
}
