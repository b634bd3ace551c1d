package dev.lanewise;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between packages: face → plan → pack, parallel → kernel; io and draw sit on the face. */
class ArchitectureTest {
    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        Path main = Path.of(System.getProperty("basedir", "."), "target", "classes");
        classes = new ClassFileImporter().importPath(main);
        assertTrue(classes.size() > 30, "found only " + classes.size() + " classes in target/classes");
    }

    @Test
    void arrowsGoOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .ensureAllClassesAreContainedInArchitecture()
                .layer("cli").definedBy("dev.lanewise.cli..")
                .layer("io").definedBy("dev.lanewise.io..")
                .layer("draw").definedBy("dev.lanewise.draw..")
                .layer("face").definedBy("dev.lanewise")
                .layer("plan").definedBy("dev.lanewise.internal.plan..")
                .layer("pack").definedBy("dev.lanewise.internal.pack..")
                .layer("parallel").definedBy("dev.lanewise.internal.parallel..")
                .layer("file").definedBy("dev.lanewise.internal.file..")
                .layer("onnx").definedBy("dev.lanewise.internal.onnx..")
                .layer("format").definedBy("dev.lanewise.internal.format..")
                .layer("kernel").definedBy("dev.lanewise.internal.kernel..")
                .whereLayer("cli").mayNotBeAccessedByAnyLayer()
                .whereLayer("io").mayOnlyBeAccessedByLayers("cli")
                .whereLayer("draw").mayOnlyBeAccessedByLayers("cli")
                .whereLayer("face").mayOnlyBeAccessedByLayers("cli", "io", "draw")
                .whereLayer("plan").mayOnlyBeAccessedByLayers("face")
                .whereLayer("pack").mayOnlyBeAccessedByLayers("plan")
                .whereLayer("parallel").mayOnlyBeAccessedByLayers("plan")
                .whereLayer("file").mayOnlyBeAccessedByLayers("io", "draw", "cli")
                .whereLayer("onnx").mayOnlyBeAccessedByLayers("io")
                .whereLayer("onnx").mayOnlyAccessLayers("format")
                .whereLayer("format").mayOnlyBeAccessedByLayers("cli", "io", "onnx")
                .whereLayer("format").mayNotAccessAnyLayer()
                // cli times the textbook and C2 loops, which are kernels that only benchmarks use
                .whereLayer("kernel").mayOnlyBeAccessedByLayers("face", "plan", "pack", "parallel", "cli")
                .check(classes);
    }

    @Test
    void commandsReachBelowTheFaceForTheTimingLoopsAndFilesOnly() {
        noClasses()
                .that().resideInAPackage("dev.lanewise.cli..")
                .should().dependOnClassesThat(resideInAPackage("dev.lanewise.internal..")
                        .and(not(resideInAPackage("dev.lanewise.internal.file")))
                        .and(not(resideInAPackage("dev.lanewise.internal.format")))
                        .and(not(simpleName("TextbookLoop"))).and(not(simpleName("C2Loop"))))
                .check(classes);
    }

    @Test
    void noCycles() {
        slices().matching("dev.lanewise.(**)").should().beFreeOfCycles().check(classes);
    }

    /** Rows of numbers are read and written without a network, and without the library for command lines. */
    @Test
    void rowsKnowNoNetworks() {
        noClasses()
                .that().resideInAPackage("dev.lanewise.cli.rows")
                .should().dependOnClassesThat(resideInAPackage("dev.lanewise..")
                        .and(not(resideInAPackage("dev.lanewise.cli.rows")))
                        .and(not(resideInAPackage("dev.lanewise.internal.format"))))
                .check(classes);
    }

    @Test
    void onlyTheKernelsKnowTheVectorApi() {
        noClasses()
                .that().resideOutsideOfPackage("dev.lanewise.internal.kernel")
                .should().dependOnClassesThat().resideInAPackage("jdk.incubator.vector..")
                .check(classes);
    }

    /** What is loaded where the module is absent must not mention it. */
    @Test
    void theLoopsDoNotKnowTheVectorApi() {
        noClasses()
                .that().haveNameNotMatching(
                        ".*\\.(FewInputsTiles|NarrowUnpackedTiles|MixedLanesTiles|MixedLanesLayer|OneUnitTiles|PackedTiles"
                                + "|UnpackedTiles|StreamTiles|DotTiles|BlockTiles|BlockLayer|ChainwiseLayer|LaneChains"
                                + "|NarrowSoftmax|ElementwiseVectors|SoftmaxLoops|SoftmaxVectors|ScratchPacking|SoftmaxChains"
                                + "|VectorWidth|MachineWidth)")
                .should().dependOnClassesThat().resideInAPackage("jdk.incubator.vector..")
                .check(classes);
    }

    /**
     * C2 keeps a vector in a register only where it sees all that happens to it: none crosses a call of ours, or rests in a field
     * but for the constant shuffles of three classes, which C2 reads from where they are.
     */
    @Test
    void noMethodTakesOrReturnsAVector() {
        var vector = describe(
                "a vector",
                (JavaClass type) -> type.getName().matches("jdk\\.incubator\\.vector\\.\\w*(Vector|VectorMask|VectorShuffle)"));
        var withShuffles = simpleName("MixedLanesTiles").or(simpleName("BlockTiles")).or(simpleName("LaneChains"));
        noMethods().that().areDeclaredInClassesThat(not(withShuffles)).should().haveRawReturnType(vector).check(classes);
        noCodeUnits().should().haveRawParameterTypes(describe(
                "with a vector among them", (List<JavaClass> types) -> types.stream().anyMatch(vector))).check(classes);
        noFields().that().areDeclaredInClassesThat(not(withShuffles)).should().haveRawType(vector).check(classes);
        fields().that().areDeclaredInClassesThat(withShuffles).should().beFinal().andShould().beStatic().check(classes);
        noFields().should().haveRawType(describe("a vector, but no shuffle", type ->
                vector.test(type) && !type.getSimpleName().equals("VectorShuffle"))).check(classes);
    }

    /** With a second one in the same virtual machine, C2 was seen to box the vectors of the first. */
    @Test
    void thereIsOneSpecies() {
        noClasses()
                .that().haveNameNotMatching(".*\\.(VectorWidth|MachineWidth)")
                .should().accessFieldWhere(describe("a species", access -> access.getTarget().getName().startsWith("SPECIES_")))
                .check(classes);
    }

    /**
     * No file is opened but the one named: four classes open it, and what they call sees bytes. Files that an ONNX file names
     * are opened by two more, on the way from one method.
     */
    @Test
    void modelFilesAreOpenedWhereTheyAreNamed() {
        noClasses()
                .that().resideInAnyPackage("dev.lanewise.io..", "dev.lanewise.internal.onnx..")
                .and().haveNameNotMatching(".*\\.io\\.(ModelFile|Npz|Onnx|Safetensors|ExternalFiles?)")
                .should().dependOnClassesThat(resideInAPackage("java.nio.file..").or(describe("files and connections",
                        c -> c.getName().matches("java\\.io\\..*File.*|java\\.net\\..*|java\\.nio\\.channels\\.File.*"))))
                .check(classes);
    }

    /** Nothing that a file names is opened on any other way. */
    @Test
    void filesNamedByFilesAreOpenedOnRequestOnly() {
        noClasses()
                .should().callMethodWhere(describe("ExternalFiles.read, from another method than Onnx.readWithExternalData", call ->
                        call.getTargetOwner().getSimpleName().equals("ExternalFiles") && call.getTarget().getName().equals("read")
                                && !call.getOrigin().getFullName().startsWith("dev.lanewise.io.Onnx.readWithExternalData(")))
                .check(classes);
        noClasses()
                .that().haveNameNotMatching(".*\\.io\\.ExternalFiles?")
                .should().dependOnClassesThat().haveSimpleName("ExternalFile")
                .check(classes);
    }

    @Test
    void librariesStayInTheirRooms() {
        noClasses()
                .that().resideOutsideOfPackage("dev.lanewise.io..")
                .should().dependOnClassesThat().resideInAPackage("com.fasterxml.jackson..")
                .check(classes);
        noClasses()
                .that().resideOutsideOfPackage("dev.lanewise.cli")
                .should().dependOnClassesThat().resideInAPackage("picocli..")
                .check(classes);
        noClasses()
                .that().haveNameNotMatching("dev\\.lanewise\\.cli\\.rows\\.CsvRows.*")
                .should().dependOnClassesThat().resideInAPackage("de.siegmar.fastcsv..")
                .check(classes);
        noClasses()
                .that().resideOutsideOfPackage("dev.lanewise.internal.onnx")
                .should().dependOnClassesThat().resideInAPackage("com.google.protobuf..")
                .check(classes);
        noClasses()
                .that().resideOutsideOfPackage("dev.lanewise.draw..")
                .should().dependOnClassesThat().resideInAnyPackage("java.awt..", "javax.imageio..", "org.jfree..")
                .check(classes);
    }
}
