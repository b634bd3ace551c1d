package dev.lanewise.internal.kernel;

import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * The one place that asks about the module, the virtual machine, the vector width and the FMA, and answers with kernels.
 *
 * <p>Refusals come in two kinds. Of possibility: the module is absent, the FMA is not in hardware or cannot be found
 * out, the width asked for is wider than the machine. Nothing overrides those. Of speed: C2 does not run, so vectors
 * would be objects; {@code -Dlanewise.backend=vector} overrides that, {@code -Dlanewise.backend=loop} refuses vectors
 * outright. Each refusal is logged once, with its remedy, by the logger {@code dev.lanewise}.
 *
 * <p>This class mentions no vector type, so that it can be loaded where the module is absent.
 */
public final class KernelSelector {
    /** The system property that overrides the choice: {@code loop} or {@code vector}. */
    static final String BACKEND_PROPERTY = "lanewise.backend";

    /** The system property that narrows the vectors: {@code 128}, {@code 256} or {@code 512}. */
    static final String BITS_PROPERTY = "lanewise.vector.bits";

    private static final String MODULE = "jdk.incubator.vector";

    /** Set before the vector kernels are made, whose classes read it once. */
    private static int bits;

    private static final Choice VECTOR = chooseVector();

    private KernelSelector() {}

    /** The vector kernels, or null and the reason. */
    private record Choice(Kernels kernels, String description) {
        static Choice refused(String reason) {
            return new Choice(null, reason);
        }
    }

    /** The plain loops: always there. */
    public static Kernels loop() {
        return LoopKernels.INSTANCE;
    }

    /** The vector kernels, or null where they were refused. */
    public static Kernels vector() {
        return VECTOR.kernels();
    }

    /** The width of the vectors that were chosen. */
    static int bits() {
        return bits;
    }

    /** What the vectors are, or why there are none. */
    public static String vectorDescription() {
        return VECTOR.description();
    }

    /** What the loops are. */
    public static String loopDescription() {
        return Machine.HARDWARE_FMA
                ? "plain loops, hardware FMA"
                : "plain loops, FMA emulated in double because the virtual machine reports no hardware FMA";
    }

    private static Choice chooseVector() {
        Choice choice = examine();
        System.Logger log = System.getLogger("dev.lanewise");
        if (choice.kernels() == null) {
            log.log(Level.WARNING, "Lanewise computes in plain loops: " + choice.description());
        } else {
            log.log(Level.DEBUG, "Lanewise computes in vectors: " + choice.description());
        }
        return choice;
    }

    private static Choice examine() {
        String backend = System.getProperty(BACKEND_PROPERTY, "");
        if (!backend.isEmpty() && !backend.equals("loop") && !backend.equals("vector")) {
            return Choice.refused(
                    "-D" + BACKEND_PROPERTY + "=" + backend + " is not a backend; use loop or vector, or leave it out");
        }
        if (backend.equals("loop")) {
            return Choice.refused("-D" + BACKEND_PROPERTY + "=loop asks for loops; leave it out to allow vectors");
        }
        Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
        if (module.isEmpty()) {
            return Choice.refused("the module " + MODULE + " is not there; start java with --add-modules " + MODULE);
        }
        if (!Machine.FLAGS_KNOWN) {
            return Choice.refused("whether this virtual machine has a hardware FMA cannot be found out; run on HotSpot, in"
                    + " an image with the module jdk.management");
        }
        if (!Machine.HARDWARE_FMA) {
            return Choice.refused("no hardware FMA (UseFMA is false); use a CPU with FMA3 and do not give -XX:-UseFMA");
        }
        if (!Machine.C2 && !backend.equals("vector")) {
            return Choice.refused("the C2 compiler does not run, and without it vectors are slower than loops; do not give"
                    + " -Xint, -XX:TieredStopAtLevel below 4 or -XX:CompilationMode=quick-only, or give -D"
                    + BACKEND_PROPERTY + "=vector to insist");
        }
        KernelSelector.class.getModule().addReads(module.get());
        return byWidth(MachineWidth.bits());
    }

    private static Choice byWidth(int machineBits) {
        String asked = System.getProperty(BITS_PROPERTY, "");
        int chosen = switch (asked) {
            case "" -> Math.min(machineBits, 512);
            case "128" -> 128;
            case "256" -> 256;
            case "512" -> 512;
            default -> 0;
        };
        if (chosen == 0) {
            return Choice.refused("-D" + BITS_PROPERTY + "=" + asked + " is not a width; use 128, 256 or 512");
        }
        if (chosen > machineBits) {
            return Choice.refused("-D" + BITS_PROPERTY + "=" + asked + " is wider than this machine's " + machineBits
                    + " bits; ask for less or leave it out");
        }
        if (chosen < 128) {
            return Choice.refused("vectors of " + chosen + " bits are too narrow; run on a CPU with 128 bits or more");
        }
        String text = chosen + "-bit vectors, " + chosen / Float.SIZE + " floats each, hardware FMA"
                + (Machine.C2 ? "" : ", without C2 because -D" + BACKEND_PROPERTY + "=vector insists");
        bits = chosen;
        return new Choice(new VectorKernels(), text);
    }
}
