/**
 * Dense neural networks in microseconds: one fused operation, H = σ(X W + b), over row-major {@code float[]}, as
 * plain loops and as hand-written kernels on the Vector API, with the same bits from both.
 *
 * <p>Start at {@link dev.lanewise.Network}. The Vector API is used when {@code --add-modules jdk.incubator.vector}
 * is given; without it the loops answer.
 */
module dev.lanewise {
    requires static jdk.incubator.vector;

    // Tells whether the VM multiplies and adds in one rounding (UseFMA) and whether C2 runs. Not static: on the module
    // path a static one would be left out silently, and with it the vectors.
    requires jdk.management;

    requires static java.desktop;
    requires static com.fasterxml.jackson.core;
    requires static com.google.protobuf;
    requires static org.jfree.svg;
    requires static info.picocli;
    requires static de.siegmar.fastcsv;

    exports dev.lanewise;
    exports dev.lanewise.io;
    exports dev.lanewise.draw;

    // picocli fills the annotated fields of the commands
    opens dev.lanewise.cli to info.picocli;
}
