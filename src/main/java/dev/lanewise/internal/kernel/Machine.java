package dev.lanewise.internal.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the virtual machine says of itself: read once, through the diagnostic bean of HotSpot. On other virtual machines,
 * and in an image without {@code jdk.management}, nothing can be read, and the answer is the cautious one.
 */
final class Machine {
    /** Whether a·b + c is one instruction here; false also where that cannot be found out. */
    static final boolean HARDWARE_FMA;

    /** Whether the flags could be read at all. */
    static final boolean FLAGS_KNOWN;

    /** Whether methods reach C2, the compiler that turns vectors into instructions. */
    static final boolean C2;

    /** Vector registers of the widest kind: 32 with AVX-512 and on aarch64, 16 with AVX2. */
    static final int VECTOR_REGISTERS;

    static {
        Flags flags = Flags.read();
        FLAGS_KNOWN = flags.value("UseFMA") != null;
        HARDWARE_FMA = "true".equals(flags.value("UseFMA"));
        String tier = flags.value("TieredStopAtLevel");
        boolean interpreted = System.getProperty("java.vm.info", "").contains("interpreted");
        C2 = !interpreted
                && "true".equals(flags.value("UseCompiler"))
                && (tier == null || Integer.parseInt(tier) >= 4)
                && !"quick-only".equals(flags.value("CompilationMode"))
                && !"true".equals(flags.value("UseJVMCICompiler")); // another compiler in its place
        String avx = flags.value("UseAVX");
        VECTOR_REGISTERS = avx == null || Integer.parseInt(avx) >= 3 ? 32 : 16;
    }

    private Machine() {}

    /** The flags, or nothing where they cannot be read. A class of its own: the bean's may be absent. */
    private record Flags(HotSpotDiagnosticMXBean bean) {
        static Flags read() {
            try {
                return new Flags(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class));
            } catch (LinkageError | RuntimeException unavailable) {
                return new Flags(null);
            }
        }

        String value(String flag) {
            if (bean == null) {
                return null;
            }
            try {
                return bean.getVMOption(flag).getValue();
            } catch (IllegalArgumentException absentOnThisCpu) {
                return null;
            }
        }
    }
}
