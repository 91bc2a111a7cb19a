package io.github.recorder.ledger;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the classes that have tests, or may have some, from their bytes: no class of the user's is loaded. A class has tests where it, a class or an
 * interface above it, or a {@code @Nested} class in it bears an annotation that the test frameworks know, directly or through an
 * annotation of the user's own, or where a class above it is a framework's.
 *
 * <p>What a library brings along cannot be seen: tests that are inherited from it, and annotations of its own that stand for
 * {@code @Test}. So a class counts too whose name is one of those that test plugins look for. A class too many costs a question, one too few a recording.
 */
final class TestClassScan {

    private static final Set<String> MARKERS = Set.of(
            "Lorg/junit/jupiter/api/Test;",
            "Lorg/junit/jupiter/api/RepeatedTest;",
            "Lorg/junit/jupiter/api/TestFactory;",
            "Lorg/junit/jupiter/api/TestTemplate;",
            "Lorg/junit/jupiter/params/ParameterizedTest;",
            "Lorg/junit/platform/commons/annotation/Testable;",
            "Lorg/junit/Test;",
            "Lorg/testng/annotations/Test;",
            "Lorg/junit/platform/suite/api/Suite;",
            "Lorg/junit/runner/RunWith;",
            "Lio/cucumber/junit/platform/engine/Cucumber;",
            "Lcom/tngtech/archunit/junit/ArchTest;",
            "Lnet/jqwik/api/Property;",
            "Lnet/jqwik/api/Example;");

    private static final String NESTED = "Lorg/junit/jupiter/api/Nested;";

    /** The beginnings of the names of classes whose heirs have tests. */
    private static final List<String> TEST_CLASSES = List.of(
            "junit/framework/TestCase",
            "spock/lang/Specification",
            "io/kotest/core/spec/",
            "io/cucumber/testng/",
            "org/spekframework/");

    /** What the names of test classes end with, as Surefire, Failsafe, Spock and Kotest have it. */
    private static final Pattern TEST_NAME = Pattern.compile(".*(Tests?|TestCase|IT|ITCase|Spec)");

    /** What else they may look like; as many other classes do, it takes a class of a library above them, too. */
    private static final Pattern TEST_PREFIX = Pattern.compile("(.*/)?(Test|IT)[^/]*");

    private static final int ACC_INTERFACE = 0x0200;
    private static final int ACC_ABSTRACT = 0x0400;
    private static final int ACC_ANNOTATION = 0x2000;

    private final Map<String, ClassBytes> classes = new HashMap<>();
    private final Set<String> markers = new HashSet<>(MARKERS);

    private TestClassScan() {}

    /**
     * Returns the top-level classes that a test plugin can run, by their binary names, sorted. A file that is no class file is passed over.
     */
    static List<String> classesWithTests(Collection<Path> files) throws IOException {
        TestClassScan scan = new TestClassScan();
        for (Path file : files) {
            ClassBytes found = ClassBytes.read(Files.readAllBytes(file));
            if (found != null) {
                scan.classes.put(found.name, found);
            }
        }
        scan.addMarkersOfTheUser();
        return scan.classes.values().stream()
                .filter(scan::canRun)
                .map(type -> topLevel(type.name))
                .distinct()
                .map(name -> name.replace('/', '.'))
                .sorted()
                .toList();
    }

    private void addMarkersOfTheUser() {
        boolean more = true;
        while (more) {
            more = false;
            for (ClassBytes type : classes.values()) {
                if (type.is(ACC_ANNOTATION) && type.hasAny(markers)) {
                    more |= markers.add("L" + type.name + ";");
                }
            }
        }
    }

    private boolean canRun(ClassBytes type) {
        boolean runnable = !type.is(ACC_INTERFACE) && !type.is(ACC_ABSTRACT);
        boolean nested = type.name.indexOf('$') >= 0;
        return runnable
                && (!nested || type.descriptors.contains(NESTED))
                && (hasTests(type, new HashSet<>()) || mayHaveTests(type));
    }

    private boolean hasTests(@Nullable ClassBytes type, Set<String> seen) {
        if (type == null || !seen.add(type.name)) {
            return false;
        }
        return type.hasAny(markers)
                || TEST_CLASSES.stream().anyMatch(type.parent::startsWith)
                || hasTests(classes.get(type.parent), seen)
                || type.interfaces.stream().anyMatch(name -> hasTests(classes.get(name), seen));
    }

    private boolean mayHaveTests(ClassBytes type) {
        boolean library = !type.parent.startsWith("java/") && !classes.containsKey(type.parent);
        return type.name.indexOf('$') < 0
                && (TEST_NAME.matcher(type.name).matches()
                        || (library && TEST_PREFIX.matcher(type.name).matches()));
    }

    private static String topLevel(String name) {
        int nested = name.indexOf('$');
        return nested > 0 ? name.substring(0, nested) : name;
    }

    /**
     * What is needed of a class file (Java Virtual Machine Specification, chapter 4).
     *
     * @param descriptors the texts of the constant pool that look like a type's descriptor, which annotations are named by
     */
    private record ClassBytes(String name, String parent, int access, Set<String> interfaces, Set<String> descriptors) {

        private static final int MAGIC = 0xCAFEBABE;

        static @Nullable ClassBytes read(byte[] bytes) {
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
                if (in.readInt() != MAGIC) {
                    return null;
                }
                in.readInt(); // version
                int count = in.readUnsignedShort();
                @Nullable String[] texts = new @Nullable String[count];
                int[] names = new int[count];
                Set<String> descriptors = new HashSet<>();
                for (int i = 1; i < count; i++) {
                    int tag = in.readUnsignedByte();
                    switch (tag) {
                        case 1 -> {
                            String text = in.readUTF();
                            texts[i] = text;
                            if (text.startsWith("L") && text.endsWith(";")) {
                                descriptors.add(text);
                            }
                        }
                        case 7 -> names[i] = in.readUnsignedShort();
                        case 8, 16, 19, 20 -> in.skipBytes(2);
                        case 15 -> in.skipBytes(3);
                        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipBytes(4);
                        case 5, 6 -> {
                            in.skipBytes(8);
                            i++; // A long or double takes two places.
                        }
                        default -> {
                            return null;
                        }
                    }
                }
                int access = in.readUnsignedShort();
                String name = String.valueOf(texts[names[in.readUnsignedShort()]]);
                String parent = String.valueOf(texts[names[in.readUnsignedShort()]]);
                Set<String> interfaces = new HashSet<>();
                for (int left = in.readUnsignedShort(); left > 0; left--) {
                    interfaces.add(String.valueOf(texts[names[in.readUnsignedShort()]]));
                }
                return new ClassBytes(name, parent, access, interfaces, descriptors);
            } catch (IOException | ArrayIndexOutOfBoundsException broken) {
                return null;
            }
        }

        boolean is(int flag) {
            return (access & flag) != 0;
        }

        boolean hasAny(Set<String> markers) {
            return descriptors.stream().anyMatch(markers::contains);
        }
    }
}
