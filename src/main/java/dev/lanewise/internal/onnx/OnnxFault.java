package dev.lanewise.internal.onnx;

/**
 * What is wrong with an ONNX file. Without stack trace: hostile files are many, and the place that counts is in the file.
 */
public final class OnnxFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String place;
    private final String name;

    /**
     * A fault.
     *
     * @param place such as {@code byte 312, node}; holds no text of the file
     * @param name from the file as it is, to be quoted after the place; or null
     * @param reason the rule broken and the way out; holds no unquoted text of the file
     */
    public OnnxFault(String place, String name, String reason) {
        super(reason, null, false, false);
        this.place = place;
        this.name = name;
    }

    /** Where, without text of the file. */
    public String place() {
        return place;
    }

    /** Text of the file that belongs to the place, or null. */
    public String name() {
        return name;
    }
}
