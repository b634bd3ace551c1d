package dev.lanewise;

import dev.lanewise.internal.kernel.ActivationCode;
import dev.lanewise.internal.kernel.ActivationOp;
import dev.lanewise.internal.kernel.ActivationSwitch;
import dev.lanewise.internal.kernel.Kernels;
import java.util.StringJoiner;

/**
 * What a layer does to its sums: σ in H = σ(X W + b). A value: immutable, comparable with {@code equals}, and printed
 * in a form that {@link #parse} reads back.
 *
 * <p>Names and meanings are those of PyTorch and ONNX. The numbers of an activation are floats, and what is computed is
 * the real function of those floats. Each is defined for every float: at ±∞ the limit of the function holds, ±0 are
 * told apart, NaN gives NaN, and so does an infinity times a slope of 0. Every activation has the same bits in loops
 * and in vectors of any width.
 *
 * <p>An ulp is the spacing of floats at the exact result, 2⁻¹⁴⁹ below the normal range. The errors stated were held
 * over every one of the 2³² floats, subnormal results included, for the numbers in the README's table, which has the
 * largest found of each; for other numbers over samples. The piecewise linear ones are exact, but for the one rounding
 * of those that multiply.
 */
public final class Activation {
    /** σ(x) = x for every x, ±∞ and ±0 included. Exact. ONNX {@code Identity}, PyTorch {@code nn.Identity}. */
    public static final Activation IDENTITY = new Activation("identity", ActivationCode.IDENTITY);

    /**
     * σ(x) = max(x, 0), from 0 up. σ(−∞) = σ(±0) = +0, σ(+∞) = +∞. Exact. ONNX {@code Relu}, PyTorch {@code nn.ReLU};
     * Nair and Hinton, 2010.
     */
    public static final Activation RELU = new Activation("relu", ActivationCode.RELU);

    /**
     * σ(x) = min(max(x, 0), 6), in [0, 6]; the same value as {@code clip(0, 6)}. σ(−∞) = σ(±0) = +0, σ(+∞) = 6. Exact.
     * PyTorch {@code nn.ReLU6}, ONNX {@code Clip}.
     */
    public static final Activation RELU6 = clip(0, 6);

    /**
     * σ(x) = 1 / (1 + e^−x), in [0, 1]. σ(−∞) = +0, σ(±0) = 1/2, σ(+∞) = 1. Within 1 ulp. ONNX {@code Sigmoid}, PyTorch
     * {@code nn.Sigmoid}.
     */
    public static final Activation SIGMOID = new Activation("sigmoid", ActivationCode.SIGMOID);

    /**
     * σ(x) = log(1 / (1 + e^−x)) = −log(1 + e^−x), up to −0. σ(−∞) = −∞, σ(±0) = −log 2, σ(+∞) = −0. Within 1 ulp.
     * PyTorch {@code nn.LogSigmoid}; in ONNX {@code Log} of {@code Sigmoid}.
     */
    public static final Activation LOG_SIGMOID = new Activation("logSigmoid", ActivationCode.LOG_SIGMOID);

    /**
     * σ(x) = min(max(x/6 + 1/2, 0), 1), in [0, 1]; the same value as {@code hardSigmoid(1 / 6f, 0.5f)}, the float
     * nearest to 1/6. σ(−∞) = +0, σ(±0) = 1/2, σ(+∞) = 1. Exact but for the one rounding of the line. PyTorch
     * {@code nn.Hardsigmoid}; the default of ONNX's {@code HardSigmoid} is {@code hardSigmoid(0.2f, 0.5f)}.
     */
    public static final Activation HARD_SIGMOID = hardSigmoid(1 / 6f, 0.5f);

    /**
     * The hyperbolic tangent, σ(x) = (e^2x − 1) / (e^2x + 1), in [−1, 1]. σ(±∞) = ±1, σ(±0) = ±0. Within 1 ulp. ONNX
     * {@code Tanh}, PyTorch {@code nn.Tanh}.
     */
    public static final Activation TANH = new Activation("tanh", ActivationCode.TANH);

    /**
     * σ(x) = min(max(x, −1), 1), in [−1, 1]; the same value as {@code clip(-1, 1)}. σ(±∞) = ±1, σ(±0) = ±0. Exact.
     * PyTorch {@code nn.Hardtanh}, ONNX {@code Clip}.
     */
    public static final Activation HARD_TANH = clip(-1, 1);

    /**
     * σ(x) = log(1 + e^x), from 0 up. σ(−∞) = +0, σ(±0) = log 2, σ(+∞) = +∞. Within 1 ulp. ONNX {@code Softplus},
     * PyTorch {@code nn.Softplus} without its threshold, from which on that returns x.
     */
    public static final Activation SOFTPLUS = new Activation("softplus", ActivationCode.SOFTPLUS);

    /**
     * σ(x) = x / (1 + |x|), in [−1, 1]. σ(±∞) = ±1, σ(±0) = ±0. Within 1 ulp. ONNX {@code Softsign}, PyTorch
     * {@code nn.Softsign}.
     */
    public static final Activation SOFTSIGN = new Activation("softsign", ActivationCode.SOFTSIGN);

    /**
     * σ(x) = x / (1 + e^−x), also called swish, from −0.2785 up. σ(−∞) = −0, σ(±0) = ±0, σ(+∞) = +∞. Within 2 ulp.
     * PyTorch {@code nn.SiLU}, ONNX {@code Swish}; Elfwing and others, 2017.
     */
    public static final Activation SILU = new Activation("silu", ActivationCode.SILU);

    /**
     * σ(x) = x min(max(x + 3, 0), 6) / 6, from −3/8 up. σ(x) = −0 from −∞ to −3, σ(±0) = ±0, σ(+∞) = +∞. Within 1 ulp.
     * ONNX {@code HardSwish}, PyTorch {@code nn.Hardswish}; Howard and others, 2019.
     */
    public static final Activation HARD_SWISH = new Activation("hardSwish", ActivationCode.HARD_SWISH);

    /**
     * σ(x) = x tanh(log(1 + e^x)), from −0.3089 up. σ(−∞) = −0, σ(±0) = ±0, σ(+∞) = +∞. Within 2 ulp. ONNX
     * {@code Mish}, PyTorch {@code nn.Mish}; Misra, 2019.
     */
    public static final Activation MISH = new Activation("mish", ActivationCode.MISH);

    /**
     * σ(x) = γ x for x ≥ 0, else γ α (e^x − 1), with ONNX's floats γ = 1.050701 and α = 1.6732632; from −γα =
     * −1.7580993 up. σ(−∞) = −γα, σ(±0) = ±0, σ(+∞) = +∞. Within 1 ulp. ONNX {@code Selu}, PyTorch {@code nn.SELU};
     * Klambauer and others, 2017.
     */
    public static final Activation SELU = new Activation("selu", ActivationCode.SELU);

    /**
     * σ(x) = x Φ(x) = x (1 + erf(x/√2)) / 2, from −0.17 up. σ(−∞) = −0, σ(±0) = ±0, σ(+∞) = +∞. Within 2 ulp. ONNX
     * {@code Gelu}, PyTorch {@code nn.GELU}; Hendrycks and Gimpel, 2016.
     */
    public static final Activation GELU = new Activation("gelu", ActivationCode.GELU);

    /**
     * σ(x) = x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2, from −0.1701 up. σ(−∞) = −0, σ(±0) = ±0, σ(+∞) = +∞. Within 2
     * ulp. ONNX {@code Gelu} and PyTorch {@code nn.GELU}, each with {@code approximate="tanh"}; Hendrycks and Gimpel,
     * 2016.
     */
    public static final Activation GELU_TANH = new Activation("geluTanh", ActivationCode.GELU_TANH);

    /**
     * σ(x) = e^x, from 0 up. σ(−∞) = +0, σ(±0) = 1, σ(+∞) = +∞, which it is from 88.72284 on. Within 1 ulp. ONNX
     * {@code Exp}, PyTorch {@code torch.exp}.
     */
    public static final Activation EXP = new Activation("exp", ActivationCode.EXP);

    /**
     * σ(x)_c = e^(x_c − max x) / Σ_k e^(x_k − max x) over the units of a row, in [0, 1]; the same value as
     * {@code softmax(1)}. Of −∞ it is +0, and of the one element of a row 1; a row that holds +∞ or NaN, or nothing but
     * −∞, is NaN. Within 4 ulp, over samples of rows. ONNX {@code Softmax}, PyTorch {@code nn.Softmax}, each over the
     * last axis.
     */
    public static final Activation SOFTMAX = softmax(1);

    /**
     * σ(x)_c = x_c − log Σ_k e^(x_k) over the units of a row, up to 0. Of −∞ it is −∞, and of the one element of a row
     * +0; NaN where {@link #SOFTMAX} is. Within 4·2⁻²⁴ (|x_c − max x| + log Σ + 1), with Σ = Σ_k e^(x_k − max x), over
     * samples of rows. ONNX {@code LogSoftmax}, PyTorch {@code nn.LogSoftmax}, each over the last axis.
     */
    public static final Activation LOG_SOFTMAX =
            new Activation("logSoftmax", new ActivationOp(ActivationOp.LOG_SOFTMAX));

    /** Numbers that are divided by lie between this and its reciprocal, so that no product or quotient overflows. */
    private static final float LEAST_DIVISOR = 0x1p-32f;

    private final String name;
    private final ActivationOp op;

    private Activation(String name, int code) {
        this(name, new ActivationOp(code));
    }

    private Activation(String name, ActivationOp op) {
        this.name = name;
        this.op = op;
    }

    /**
     * σ(x) = x for x &gt; 0, else slope·x. σ(±0) = slope·±0, σ(+∞) = +∞, and σ(−∞) = slope·−∞, NaN for a slope of 0.
     * Exact but for the one rounding of the product. ONNX {@code LeakyRelu}, PyTorch {@code nn.LeakyReLU}; Maas and
     * others, 2013.
     *
     * @param slope finite; 0.01 is usual
     * @return the activation
     * @throws IllegalArgumentException if {@code slope} is not finite
     */
    public static Activation leakyRelu(float slope) {
        finite("slope", slope);
        return new Activation("leakyRelu(" + slope + ")", new ActivationOp(ActivationCode.LEAKY_RELU, slope, 0));
    }

    /**
     * σ(x) = x for x &gt; 0, else x times the slope of its unit. Limits and error are those of {@link #leakyRelu}. ONNX
     * {@code PRelu}, PyTorch {@code nn.PReLU}; He and others, 2015.
     *
     * @param slopePerUnit one finite number or more, as many as the layer has units; copied
     * @return the activation
     * @throws IllegalArgumentException if there is none or one is not finite
     */
    public static Activation prelu(float... slopePerUnit) {
        if (slopePerUnit.length == 0) {
            throw new IllegalArgumentException("slopePerUnit is empty; give one slope for each unit of the layer");
        }
        for (int m = 0; m < slopePerUnit.length; m++) {
            if (!Float.isFinite(slopePerUnit[m])) { // else no name is made for each of a million
                finite("slopePerUnit[" + m + "]", slopePerUnit[m]);
            }
        }
        return new Activation("prelu", new ActivationOp(ActivationCode.PRELU, 0, 0, slopePerUnit.clone()));
    }

    /**
     * σ(x) = x for x &gt; threshold, else +0. σ(−∞) = +0, σ(+∞) = +∞; σ(±0) = +0, but ±0 for a threshold below 0.
     * Exact. ONNX {@code ThresholdedRelu}, PyTorch {@code nn.Threshold} with a value of 0; Konda and others, 2014.
     *
     * @param threshold finite; alpha in ONNX
     * @return the activation
     * @throws IllegalArgumentException if {@code threshold} is not finite
     */
    public static Activation thresholdedRelu(float threshold) {
        finite("threshold", threshold);
        return new Activation(
                "thresholdedRelu(" + threshold + ")", new ActivationOp(ActivationCode.THRESHOLDED_RELU, threshold, 0));
    }

    /**
     * σ(x) = x for x ≥ 0, else alpha (e^x − 1), from −alpha up. σ(−∞) = −alpha, σ(±0) = ±0, σ(+∞) = +∞. Within 1 ulp.
     * ONNX {@code Elu}, PyTorch {@code nn.ELU}; Clevert and others, 2015.
     *
     * @param alpha finite, 0 or more; 1 is usual
     * @return the activation
     * @throws IllegalArgumentException if {@code alpha} is negative or not finite
     */
    public static Activation elu(float alpha) {
        if (!(alpha >= 0 && alpha <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("alpha=" + alpha + " must be finite and not negative");
        }
        return new Activation("elu(" + alpha + ")", new ActivationOp(ActivationCode.ELU, alpha, 0));
    }

    /**
     * σ(x) = x for x ≥ 0, else alpha (e^(x/alpha) − 1), from −alpha up. σ(−∞) = −alpha, σ(±0) = ±0, σ(+∞) = +∞. Within
     * 1 ulp. ONNX {@code Celu}, PyTorch {@code nn.CELU}; Barron, 2017.
     *
     * @param alpha between 2⁻³² and 2³²; 1 is usual
     * @return the activation
     * @throws IllegalArgumentException if {@code alpha} is outside
     */
    public static Activation celu(float alpha) {
        divisor("alpha", alpha);
        return new Activation("celu(" + alpha + ")", new ActivationOp(ActivationCode.CELU, alpha, 1 / alpha));
    }

    /**
     * σ(x) = log(1 + e^(beta x)) / beta, from 0 up; {@code softplus(1)} equals {@link #SOFTPLUS}. σ(−∞) = +0,
     * σ(±0) = log 2 / beta, σ(+∞) = +∞. Within 1 ulp for {@code softplus(1)}, within 2 ulp for others. PyTorch
     * {@code nn.Softplus} without its threshold, from which on that returns x.
     *
     * @param beta between 2⁻³² and 2³²
     * @return the activation
     * @throws IllegalArgumentException if {@code beta} is outside
     */
    public static Activation softplus(float beta) {
        divisor("beta", beta);
        return beta == 1
                ? SOFTPLUS
                : new Activation(
                        "softplus(" + beta + ")", new ActivationOp(ActivationCode.SOFTPLUS_OF, beta, 1 / beta));
    }

    /**
     * σ(x) = x / (1 + e^(−beta x)), swish with a slope, from −0.2785 / beta up; {@code silu(1)} equals {@link #SILU}.
     * σ(−∞) = −0, σ(±0) = ±0, σ(+∞) = +∞. Within 2 ulp. ONNX {@code Swish} with alpha; Ramachandran and others, 2017.
     *
     * @param beta between 2⁻³² and 2³²
     * @return the activation
     * @throws IllegalArgumentException if {@code beta} is outside
     */
    public static Activation silu(float beta) {
        divisor("beta", beta);
        return beta == 1
                ? SILU
                : new Activation("silu(" + beta + ")", new ActivationOp(ActivationCode.SWISH, beta, 1 / beta));
    }

    /**
     * {@link #SOFTMAX} of x / temperature, the quotient carried in two parts; {@code softmax(1)} equals it. Limits and
     * error are the same. Hinton and others, 2015.
     *
     * @param temperature between 2⁻³² and 2³²
     * @return the activation
     * @throws IllegalArgumentException if {@code temperature} is outside
     */
    public static Activation softmax(float temperature) {
        divisor("temperature", temperature);
        return new Activation(
                temperature == 1 ? "softmax" : "softmax(" + temperature + ")",
                new ActivationOp(ActivationOp.SOFTMAX, temperature, 1 / temperature));
    }

    private static void divisor(String name, float value) {
        if (!(value >= LEAST_DIVISOR && value <= 1 / LEAST_DIVISOR)) {
            throw new IllegalArgumentException(name + "=" + value + " must be between 2^-32 and 2^32");
        }
    }

    /**
     * σ(x) = min(max(x, low), high), in [low, high]. σ(−∞) = low, σ(+∞) = high; σ(±0) = ±0 strictly between them, and a
     * bound of −0 is taken as +0. Exact. ONNX {@code Clip}, PyTorch {@code nn.Hardtanh}.
     *
     * @param low the least output, not NaN; may be infinite
     * @param high the greatest output, not NaN; may be infinite
     * @return the activation
     * @throws IllegalArgumentException if a bound is NaN or {@code low} is above {@code high}
     */
    public static Activation clip(float low, float high) {
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "low=" + low + " must not be above high=" + high + ", and neither may be NaN");
        }
        // −0 becomes +0, so that clip(−0, 1) equals clip(0, 1), and what is clipped to 0 is +0
        float positiveZeroLow = low + 0f;
        float positiveZeroHigh = high + 0f;
        return new Activation(
                "clip(" + positiveZeroLow + ", " + positiveZeroHigh + ")",
                new ActivationOp(ActivationCode.CLIP, positiveZeroLow, positiveZeroHigh));
    }

    /**
     * σ(x) = min(max(slope·x + offset, 0), 1), in [0, 1]. For a slope above 0 σ(−∞) = +0 and σ(+∞) = 1, below 0 the
     * other way round, and both NaN for 0; σ(±0) is the offset, brought into [0, 1]. Exact but for the one rounding of
     * the line. ONNX {@code HardSigmoid}, whose defaults are 0.2 and 0.5.
     *
     * @param slope finite; alpha in ONNX
     * @param offset finite; beta in ONNX
     * @return the activation
     * @throws IllegalArgumentException if a number is not finite
     */
    public static Activation hardSigmoid(float slope, float offset) {
        finite("slope", slope);
        finite("offset", offset);
        return new Activation(
                "hardSigmoid(" + slope + ", " + offset + ")",
                new ActivationOp(ActivationCode.HARD_SIGMOID, slope, offset));
    }

    private static void finite(String name, float value) {
        if (!Float.isFinite(value)) {
            throw new IllegalArgumentException(name + "=" + value + " must be finite");
        }
    }

    /**
     * Reads what {@link #toString} writes, such as {@code relu} or {@code leakyRelu(0.01)}; also {@code relu6},
     * {@code hardTanh} and {@code hardSigmoid} without numbers. {@code softmax(2)} is softmax with a temperature,
     * {@code silu(2)} and {@code softplus(2)} have a beta.
     *
     * @param text a name, with its numbers in parentheses where it has any
     * @return the activation
     * @throws IllegalArgumentException if the text names no activation or its numbers do not fit
     */
    public static Activation parse(String text) {
        return ActivationParser.parse(text);
    }

    /** Refuses a number of units that the activation has not a number for each of. */
    void requireUnits(int units) {
        if (op.isPerUnit() && op.slopes().length != units) {
            throw new IllegalArgumentException("units=" + units + " does not match the activation's "
                    + op.slopes().length + " slopes; prelu has one for each unit");
        }
    }

    ActivationOp op() {
        return op;
    }

    /**
     * Whether an output depends on the whole row, as with {@link #SOFTMAX}.
     *
     * @return true for softmax and log-softmax
     */
    public boolean isRowwise() {
        return op.isRowwise();
    }

    /**
     * Whether each unit has a number of its own, so that the activation fits layers of one width only.
     *
     * @return true for {@link #prelu}
     */
    public boolean isPerUnit() {
        return op.isPerUnit();
    }

    /**
     * The scalar definition: the same bits as the kernels give.
     *
     * @param x any float
     * @return σ(x)
     * @throws UnsupportedOperationException if the activation is row-wise or per unit
     */
    public float apply(float x) {
        if (isRowwise() || isPerUnit()) {
            throw new UnsupportedOperationException(
                    this + " has no value for one float alone; apply it to rows, with a backend");
        }
        return ActivationSwitch.apply(op, x, 0);
    }

    /**
     * Applies the activation alone to row-major rows: z = σ(x), with the same bits as fused into a layer. Allocates
     * nothing; may be called by many threads at once.
     *
     * @param backend who computes
     * @param rows 0 or more
     * @param units floats per row, 0 or more
     * @param x the rows, {@code rows * units} floats from {@code xOffset} on
     * @param xOffset index of the first
     * @param z receives as many from {@code zOffset} on; apart from x, or exactly the same range
     * @param zOffset index of the first
     * @throws IllegalArgumentException if a size is negative, the ranges overlap without being the same, or
     *     {@code units} is not the number of slopes of a per-unit activation
     * @throws IndexOutOfBoundsException if a range reaches outside its array
     * @throws IllegalStateException if the backend is not available
     */
    public void apply(Backend backend, int rows, int units, float[] x, int xOffset, float[] z, int zOffset) {
        Arguments.atLeast(0, "rows", rows);
        Arguments.atLeast(0, "units", units);
        requireUnits(units);
        long size = (long) rows * units;
        Arguments.range("x", x, xOffset, size);
        Arguments.range("z", z, zOffset, size);
        if (x != z || xOffset != zOffset) {
            Arguments.apart("x", x, xOffset, size, "z", z, zOffset, size);
        }
        Kernels kernels = backend.kernels();
        if (size > 0) {
            kernels.activate(op, rows, units, x, xOffset, z, zOffset);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Activation activation && op.equals(activation.op);
    }

    @Override
    public int hashCode() {
        return op.hashCode();
    }

    /** The name, with its numbers in parentheses where it has any, such as {@code leakyRelu(0.01)}. */
    @Override
    public String toString() {
        if (!isPerUnit()) {
            return name;
        }
        StringJoiner numbers = new StringJoiner(", ", name + "(", ")");
        for (float slope : op.slopes()) {
            numbers.add(Float.toString(slope));
        }
        return numbers.toString();
    }
}
