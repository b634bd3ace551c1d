package dev.lanewise.io;

import dev.lanewise.Activation;
import dev.lanewise.DenseLayer;
import dev.lanewise.Network;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bytes of a network as a safetensors file. The order is that of the reference implementation: among tensors of one
 * dtype by name, as text, so that 10 comes before 2 and bias before weight.
 */
final class SafetensorsWriter {
    private final Map<String, DenseLayer> layerByTensor = new TreeMap<>();
    private final List<TensorEntry> tensors = new ArrayList<>();
    private final byte[] header;

    /** Checks all there is to check, so that only I/O can fail later. */
    SafetensorsWriter(Network network) throws IOException {
        List<DenseLayer> layers = network.layers();
        for (int l = 0; l < layers.size(); l++) {
            checkReadsBack(l, layers.get(l));
            layerByTensor.put(2L * l + ".bias", layers.get(l));
            layerByTensor.put(2L * l + ".weight", layers.get(l));
        }
        long end = 0;
        for (Map.Entry<String, DenseLayer> tensor : layerByTensor.entrySet()) {
            long[] shape = shape(tensor.getKey(), tensor.getValue());
            long begin = end;
            end = begin + Float.BYTES * shape[0] * (shape.length == 1 ? 1 : shape[1]); // a sum of what is in memory
            tensors.add(new TensorEntry(tensor.getKey(), Dtype.F32, shape, begin, end));
        }
        header = SafetensorsHeader.toBytes(tensors, layers);
    }

    private static void checkReadsBack(int l, DenseLayer layer) {
        Activation activation = layer.activation();
        String text = activation.toString();
        Activation[] read;
        try {
            read = ActivationList.parse("", text, new int[] {layer.units()}, layer.units());
        } catch (ModelFormatException e) {
            read = new Activation[] {null};
        }
        if (!activation.equals(read[0])) {
            throw new IllegalArgumentException("the activation " + text + " of layer " + l
                    + " (counted from 0) has no text form that reads back, so a file cannot hold it");
        }
    }

    private static boolean isBias(String tensor) {
        return tensor.endsWith(".bias");
    }

    private static long[] shape(String tensor, DenseLayer layer) {
        return isBias(tensor) ? new long[] {layer.units()} : new long[] {layer.units(), layer.inputs()};
    }

    void writeTo(WritableByteChannel channel) throws IOException {
        writeAll(ByteBuffer.wrap(header), channel);
        ByteBuffer chunk = ByteBuffer.allocate(ByteSource.CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (Map.Entry<String, DenseLayer> tensor : layerByTensor.entrySet()) {
            DenseLayer layer = tensor.getValue();
            if (isBias(tensor.getKey())) {
                writeColumns(layer.units(), 1, layer.biases(), chunk, channel);
            } else {
                writeColumns(layer.inputs(), layer.units(), layer.weights(), chunk, channel);
            }
        }
        writeAll(chunk.flip(), channel);
    }

    /** Row-major numbers, column after column; the bits as they are. */
    private static void writeColumns(int rows, int columns, float[] numbers, ByteBuffer chunk, WritableByteChannel channel)
            throws IOException {
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                if (!chunk.hasRemaining()) {
                    writeAll(chunk.flip(), channel);
                    chunk.clear();
                }
                chunk.putInt(Float.floatToRawIntBits(numbers[row * columns + column]));
            }
        }
    }

    private static void writeAll(ByteBuffer bytes, WritableByteChannel channel) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
