package dev.lanewise.internal.onnx;

import static dev.lanewise.internal.onnx.MessageField.Kind.BYTES;
import static dev.lanewise.internal.onnx.MessageField.Kind.FLOAT;
import static dev.lanewise.internal.onnx.MessageField.Kind.MESSAGE;
import static dev.lanewise.internal.onnx.MessageField.Kind.PACKED_FIXED32;
import static dev.lanewise.internal.onnx.MessageField.Kind.PACKED_FIXED64;
import static dev.lanewise.internal.onnx.MessageField.Kind.PACKED_VARINT;
import static dev.lanewise.internal.onnx.MessageField.Kind.SKIPPED;
import static dev.lanewise.internal.onnx.MessageField.Kind.STRING;
import static dev.lanewise.internal.onnx.MessageField.Kind.VARINT;
import static dev.lanewise.internal.onnx.MessageField.refused;
import static dev.lanewise.internal.onnx.MessageField.repeated;
import static dev.lanewise.internal.onnx.MessageField.single;

/**
 * The messages of onnx.proto (IR version 13) with the numbers of their fields: what may stand where on the wire. Fields
 * that no dense network needs are named too, to be skipped or refused by name.
 */
enum MessageType {
    OPERATOR_SET("opset_import", false,
            single(1, "domain", STRING), single(2, "version", VARINT)),
    DIMENSION("dim", false,
            single(1, "dim_value", VARINT), single(2, "dim_param", STRING), single(3, "denotation", SKIPPED)),
    SHAPE("shape", false,
            repeated(1, "dim", MESSAGE, DIMENSION)),
    TENSOR_TYPE("tensor_type", false,
            single(1, "elem_type", VARINT), single(2, "shape", MESSAGE, SHAPE)),
    TYPE("type", false,
            single(1, "tensor_type", MESSAGE, TENSOR_TYPE), single(4, "sequence_type", SKIPPED),
            single(5, "map_type", SKIPPED), single(6, "denotation", SKIPPED), single(7, "opaque_type", SKIPPED),
            single(8, "sparse_tensor_type", SKIPPED), single(9, "optional_type", SKIPPED)),
    VALUE_INFO("value", false,
            single(1, "name", STRING), single(2, "type", MESSAGE, TYPE), single(3, "doc_string", SKIPPED),
            repeated(4, "metadata_props", SKIPPED)),
    EXTERNAL_DATA("external_data", true,
            single(1, "key", BYTES), single(2, "value", BYTES)),
    TENSOR("tensor", true,
            repeated(1, "dims", PACKED_VARINT), single(2, "data_type", VARINT),
            refused(3, "segment", "tensors in segments are not read; save the tensor whole"),
            single(4, "float_data", PACKED_FIXED32), single(5, "int32_data", PACKED_VARINT),
            repeated(6, "string_data", SKIPPED), single(7, "int64_data", PACKED_VARINT), single(8, "name", STRING),
            single(9, "raw_data", BYTES), single(10, "double_data", PACKED_FIXED64),
            single(11, "uint64_data", PACKED_VARINT), single(12, "doc_string", SKIPPED),
            repeated(13, "external_data", MESSAGE, EXTERNAL_DATA),
            single(14, "data_location", VARINT), repeated(16, "metadata_props", SKIPPED)),
    ATTRIBUTE("attribute", true,
            single(1, "name", STRING), single(2, "f", FLOAT), single(3, "i", VARINT), single(4, "s", STRING),
            single(5, "t", MESSAGE, TENSOR), refused(6, "g", "subgraphs (If, Loop, Scan) are not read"),
            repeated(7, "floats", PACKED_FIXED32), repeated(8, "ints", PACKED_VARINT), repeated(9, "strings", SKIPPED),
            refused(10, "tensors", "lists of tensors are not read"), refused(11, "graphs", "subgraphs are not read"),
            single(13, "doc_string", SKIPPED), refused(14, "tp", "attributes that are types are not read"),
            refused(15, "type_protos", "attributes that are types are not read"), single(20, "type", VARINT),
            refused(21, "ref_attr_name", "references to attributes belong to functions, which are not read; inline them, as"
                    + " onnx.inliner.inline_local_functions does"),
            refused(22, "sparse_tensor", "sparse tensors are not read; save them dense"),
            refused(23, "sparse_tensors", "sparse tensors are not read; save them dense")),
    NODE("node", false,
            repeated(1, "input", STRING), repeated(2, "output", STRING), single(3, "name", STRING),
            single(4, "op_type", STRING), repeated(5, "attribute", MESSAGE, ATTRIBUTE), single(6, "doc_string", SKIPPED),
            single(7, "domain", STRING), single(8, "overload", SKIPPED), repeated(9, "metadata_props", SKIPPED),
            repeated(10, "device_configurations", SKIPPED)),
    GRAPH("graph", false,
            repeated(1, "node", MESSAGE, NODE), single(2, "name", SKIPPED), repeated(5, "initializer", MESSAGE, TENSOR),
            single(10, "doc_string", SKIPPED), repeated(11, "input", MESSAGE, VALUE_INFO),
            repeated(12, "output", MESSAGE, VALUE_INFO), repeated(13, "value_info", SKIPPED),
            repeated(14, "quantization_annotation", SKIPPED),
            refused(15, "sparse_initializer", "sparse tensors are not read; save them dense"),
            repeated(16, "metadata_props", SKIPPED)),
    MODEL("model", false,
            single(1, "ir_version", VARINT), single(2, "producer_name", SKIPPED), single(3, "producer_version", SKIPPED),
            single(4, "domain", SKIPPED), single(5, "model_version", VARINT), single(6, "doc_string", SKIPPED),
            single(7, "graph", MESSAGE, GRAPH), repeated(8, "opset_import", MESSAGE, OPERATOR_SET),
            repeated(14, "metadata_props", SKIPPED), refused(20, "training_info", "models to be trained are not read; save"
                    + " one for inference"),
            refused(25, "functions", "functions are not read; inline them, as onnx.inliner.inline_local_functions does"),
            repeated(26, "configuration", SKIPPED));

    private static final int MOST_NUMBER = 26;

    private final String label;
    private final boolean isClosed;
    private final MessageField[] byNumber = new MessageField[MOST_NUMBER + 1];

    MessageType(String label, boolean isClosed, MessageField... fields) {
        this.label = label;
        this.isClosed = isClosed;
        for (MessageField field : fields) {
            byNumber[field.number()] = field;
        }
    }

    /** For places in messages. */
    String label() {
        return label;
    }

    /**
     * Whether unknown fields are refused. A tensor or attribute with a field of a later version may mean something else
     * than its known fields say; elsewhere such fields are additions.
     */
    boolean isClosed() {
        return isClosed;
    }

    /** The field of this number, or null. */
    MessageField field(int number) {
        return number <= MOST_NUMBER ? byNumber[number] : null;
    }
}
