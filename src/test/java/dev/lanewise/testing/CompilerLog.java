package dev.lanewise.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What C2 did, from {@code -XX:+LogCompilation}: which methods it compiled or inlined, and which calls on vectors it left
 * calls. Unlike the output of {@code PrintInlining} this has every compilation apart. A method compiled again counts as it was
 * compiled last: what ran before the profile was complete is gone.
 */
public final class CompilerLog {
    private static final Pattern ATTRIBUTE = Pattern.compile("(\\w+)='([^']*)'");
    private static final Pattern VECTOR =
            Pattern.compile("jdk\\.(incubator\\.vector|internal\\.vm\\.vector)\\.([\\w$]*[$])?(\\w*Vector|\\w*Mask|\\w*Shuffle|VectorPayload)");

    private static final int STATIC = 8;

    private final String packageName;
    private final Map<String, Compilation> last = new TreeMap<>();

    /** One compilation by C2, and what it knows under which number. */
    private static final class Compilation {
        private final Map<String, String> types = new HashMap<>();
        private final Map<String, Map<String, String>> methods = new HashMap<>();
        private final Set<String> compiled = new TreeSet<>();
        private final Map<String, String> refused = new LinkedHashMap<>();
        private Map<String, String> called = Map.of();

        void read(String element, Map<String, String> attributes) {
            switch (element) {
                case "klass", "type" -> types.put(attributes.get("id"), attributes.get("name"));
                case "method" -> methods.put(attributes.get("id"), attributes);
                case "call" -> called = methods.getOrDefault(attributes.get("method"), Map.of());
                case "inline_success" -> compiled.add(name(called));
                case "inline_fail" -> {
                    if (takesOrReturnsAVector(called)) {
                        refused.put(name(called), attributes.get("reason"));
                    }
                }
                default -> { }
            }
        }

        private String name(Map<String, String> method) {
            return types.get(method.get("holder")) + "." + method.get("name");
        }

        private boolean takesOrReturnsAVector(Map<String, String> method) {
            boolean isInstance = (Integer.parseInt(method.getOrDefault("flags", "8")) & STATIC) == 0;
            StringBuilder ids = new StringBuilder(method.getOrDefault("return", ""));
            ids.append(' ').append(method.getOrDefault("arguments", ""));
            if (isInstance) {
                ids.append(' ').append(method.get("holder"));
            }
            for (String id : ids.toString().split(" ")) {
                if (VECTOR.matcher(String.valueOf(types.get(id))).matches()) {
                    return true;
                }
            }
            return false;
        }
    }

    private CompilerLog(String packageName) {
        this.packageName = packageName;
    }

    /** Reads the compilations of the methods of one package. */
    public static CompilerLog read(Path file, String packageName) throws IOException {
        CompilerLog log = new CompilerLog(packageName);
        Compilation current = null;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("<")) {
                    continue;
                }
                String element = line.substring(1).split("[ />]", 2)[0];
                if (element.equals("task")) {
                    current = log.begin(attributes(line));
                } else if (element.isEmpty() && line.startsWith("</task>")) {
                    current = null;
                } else if (current != null) {
                    current.read(element, attributes(line));
                }
            }
        }
        return log;
    }

    /**
     * Null where the compilation is not of interest: also where it is one that a call under way enters in the middle of a loop,
     * with vectors from before the loop as objects. It serves that call alone.
     */
    private Compilation begin(Map<String, String> task) {
        String method = task.get("method");
        boolean isC2 = task.getOrDefault("level", "4").equals("4");
        if (!isC2 || task.containsKey("osr_bci") || !method.startsWith(packageName + ".")) {
            return null;
        }
        Compilation begun = new Compilation();
        String[] words = method.split(" ");
        begun.compiled.add(words[0] + "." + words[1]);
        last.put(method, begun);
        return begun;
    }

    private static Map<String, String> attributes(String line) {
        Map<String, String> attributes = new HashMap<>();
        Matcher matcher = ATTRIBUTE.matcher(line);
        while (matcher.find()) {
            attributes.put(matcher.group(1), matcher.group(2));
        }
        return attributes;
    }

    /** Methods that were compiled on their own or inlined into such a method, as {@code package.Class.method}. */
    public Set<String> compiled() {
        Set<String> all = new TreeSet<>();
        last.values().forEach(compilation -> all.addAll(compilation.compiled));
        return all;
    }

    /** A line for each method that takes or returns a vector and was not inlined: callee, reason and where. */
    public Set<String> refused() {
        Set<String> all = new TreeSet<>();
        last.forEach((method, compilation) -> compilation.refused.forEach(
                (callee, reason) -> all.add(callee + ": " + reason + ", in " + method)));
        return all;
    }
}
