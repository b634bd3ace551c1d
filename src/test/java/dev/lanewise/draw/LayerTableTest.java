package dev.lanewise.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.Activation;
import org.junit.jupiter.api.Test;

class LayerTableTest {
    @Test
    void theTwoLayerRegressionNetwork() {
        assertEquals("""
                layer  inputs -> units  activation  parameters
                    1      10 ->    16  sigmoid            176
                    2      16 ->     1  identity            17
                total                                      193
                """, NetworkGraph.of(Networks.of(10, 16, 1)).summary());
    }

    @Test
    void oneLayer() {
        assertEquals("""
                layer  inputs -> units  activation  parameters
                    1       1 ->     1  identity             2
                total                                        2
                """, NetworkGraph.of(Networks.of(1, 1)).summary());
    }

    @Test
    void columnsGrowWithTheirCellsAndNothingIsShortened() {
        assertEquals("""
                layer   inputs ->  units  activation       parameters
                    1  1000000 ->      2  leakyRelu(0.01)     2000002
                    2        2 -> 100000  identity             300000
                total                                         2300002
                """, NetworkGraph.of(Networks.of(Activation.leakyRelu(0.01f), 1000000, 2, 100000)).summary());
    }
}
