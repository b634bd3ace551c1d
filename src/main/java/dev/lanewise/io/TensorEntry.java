package dev.lanewise.io;

import dev.lanewise.internal.format.Quote;

/**
 * What the header says of one tensor, checked to agree with itself: the shape times the element size is the distance of
 * the offsets, which count bytes from the end of the header.
 */
record TensorEntry(String name, Dtype dtype, long[] shape, long begin, long end) {

    /** The entry, or a refusal where its numbers do not agree. */
    static TensorEntry checked(String file, String name, Dtype dtype, long[] shape, long begin, long end) {
        TensorEntry entry = new TensorEntry(name, dtype, shape, begin, end);
        long bits = dtype.bits();
        try {
            for (long dimension : shape) {
                if (dimension > Integer.MAX_VALUE) {
                    throw entry.refusal(file, "dimension " + dimension + " is above 2^31-1, more than an array holds");
                }
                bits = Math.multiplyExact(bits, dimension);
            }
        } catch (ArithmeticException e) {
            throw entry.refusal(file, "the product of its shape is above 2^63 bits; no such tensor exists");
        }
        if (bits % 8 != 0) {
            throw entry.refusal(file, "its " + bits + " bits are not whole bytes; dtype and shape do not fit");
        }
        if (end < begin || end - begin != bits / 8) {
            throw entry.refusal(file, "data_offsets [" + begin + ", " + end + "] do not span the " + bits / 8
                    + " bytes of its dtype and shape; the file was not written by the rules");
        }
        return entry;
    }

    /** The number of elements of a tensor whose elements are whole bytes. */
    long elements() {
        return (end - begin) / (dtype.bits() / 8);
    }

    /** A refusal of this tensor. */
    ModelFormatException refusal(String file, String why) {
        return new ModelFormatException(file, where(name), why);
    }

    /** The place in a message. */
    static String where(String name) {
        return "header, tensor " + Quote.ascii(name);
    }
}
