package dev.lanewise.testing;

import dev.lanewise.Activation;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every activation of the library: the constants, found by reflection so that none is forgotten, and the factories. */
public final class Activations {
    private Activations() {}

    public static List<Activation> all() {
        List<Activation> all = new ArrayList<>();
        Stream.of(Activation.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == Activation.class)
                .forEach(field -> {
                    try {
                        all.add((Activation) field.get(null));
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                });
        all.add(Activation.leakyRelu(0.01f));
        all.add(Activation.leakyRelu(-1.5f));
        all.add(Activation.clip(-0.25f, 1.75f));
        all.add(Activation.clip(Float.NEGATIVE_INFINITY, 0));
        all.add(Activation.hardSigmoid(0.2f, 0.5f));
        all.add(Activation.thresholdedRelu(1.5f));
        all.add(Activation.elu(1));
        all.add(Activation.elu(0.3f));
        all.add(Activation.elu(1.7f));
        all.add(Activation.elu(1e-30f));
        all.add(Activation.celu(1));
        all.add(Activation.celu(1.7f));
        all.add(Activation.celu(2.7f));
        all.add(Activation.softplus(3.3f));
        all.add(Activation.silu(1.702f));
        all.add(Activation.softmax(0.7f));
        for (float extreme : new float[] {0x1p-32f, 0.01f, 0x1p32f}) {
            all.add(Activation.softplus(extreme));
            all.add(Activation.silu(extreme));
            all.add(Activation.celu(extreme));
        }
        return all;
    }

    public static List<Activation> elementwise() {
        return all().stream().filter(a -> !a.isRowwise()).toList();
    }
}
