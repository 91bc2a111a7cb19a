package io.github.recorder.ledger;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The parts of a class file that matter for tests.
 *
 * @param name the internal name of the class, with slashes
 * @param parent the internal name of its superclass; empty for {@code Object} and for modules
 * @param texts the names of its methods and nested classes, the types of its annotations, and its string constants
 * @param annotations the descriptors of all annotations: of the class, its fields, its methods, and in annotations
 * @param methods its methods that the source declares
 * @param readsSettings whether it calls methods that read environment variables or system properties
 * @param sha256 the digest of the whole file
 */
@SuppressWarnings("ArrayRecordComponent") // The array never leaves this package, and nothing changes or compares it.
record ClassOutline(
        String name,
        String parent,
        int access,
        Set<String> interfaces,
        Set<String> texts,
        Set<String> annotations,
        List<AnnotatedMethod> methods,
        boolean readsSettings,
        byte[] sha256) {

    /**
     * A method.
     *
     * @param parameters the descriptors of its parameters, in parentheses
     * @param annotations the descriptors of its annotations
     */
    record AnnotatedMethod(String name, String parameters, Set<String> annotations) {}

    private static final int MAGIC = 0xCAFEBABE;

    /** The newest class file version that the library reads. */
    private static final int NEWEST_VERSION = Opcodes.V28;

    private static final int MAJOR_VERSION = 6;
    private static final int SHORTEST = 10;
    private static final byte STRING_CONSTANT = 8;
    private static final byte METHOD_REFERENCE = 10;

    private static final Set<String> METHODS_OF_SETTINGS = Set.of(
            "java/lang/System.getenv",
            "java/lang/System.getProperty",
            "java/lang/System.getProperties",
            "java/lang/Boolean.getBoolean",
            "java/lang/Integer.getInteger",
            "java/lang/Long.getLong");

    /** Reads a class file; null for anything else. */
    static @Nullable ClassOutline read(byte[] bytes) {
        if (bytes.length < SHORTEST || ByteBuffer.wrap(bytes).getInt() != MAGIC) {
            return null;
        }
        try {
            ClassReader reader = new ClassReader(readable(bytes));
            Collector collector = new Collector();
            reader.accept(collector, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
            addStrings(reader, collector.texts);
            String parent = reader.getSuperName();
            return new ClassOutline(
                    reader.getClassName(),
                    parent == null ? "" : parent,
                    reader.getAccess(),
                    Set.of(reader.getInterfaces()),
                    collector.texts,
                    collector.annotations,
                    collector.methods,
                    readsSettings(reader),
                    Sha256.start().digest(bytes));
        } catch (RuntimeException broken) {
            // The reader throws various exceptions for a truncated or damaged file.
            return null;
        }
    }

    /**
     * Returns the file with a version that the reader accepts. The parts that are read have not changed since Java 5.
     */
    private static byte[] readable(byte[] bytes) {
        if (ByteBuffer.wrap(bytes).getShort(MAJOR_VERSION) <= NEWEST_VERSION) {
            return bytes;
        }
        byte[] copy = bytes.clone();
        ByteBuffer.wrap(copy).putShort(MAJOR_VERSION, (short) NEWEST_VERSION);
        return copy;
    }

    /** Adds the string constants of the code, because some frameworks name tests by them. */
    private static void addStrings(ClassReader reader, Set<String> texts) {
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            int item = reader.getItem(i);
            if (item > 0 && reader.readByte(item - 1) == STRING_CONSTANT) {
                texts.add(reader.readUTF8(item, buffer));
            }
        }
    }

    private static boolean readsSettings(ClassReader reader) {
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            int item = reader.getItem(i);
            if (item > 0 && reader.readByte(item - 1) == METHOD_REFERENCE) {
                int nameAndType = reader.getItem(reader.readUnsignedShort(item + 2));
                String method = reader.readClass(item, buffer) + "." + reader.readUTF8(nameAndType, buffer);
                if (METHODS_OF_SETTINGS.contains(method)) {
                    return true;
                }
            }
        }
        return false;
    }

    boolean isAnnotation() {
        return (access & Opcodes.ACC_ANNOTATION) != 0;
    }

    boolean isConcrete() {
        return (access & (Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT)) == 0;
    }

    boolean hasAny(Set<String> markers) {
        return annotations.stream().anyMatch(markers::contains);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClassOutline type && type.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** Collects names and annotations while the reader walks through a class. */
    private static final class Collector extends ClassVisitor {

        private final Set<String> texts = new HashSet<>();
        private final Set<String> annotations = new HashSet<>();
        private final List<AnnotatedMethod> methods = new ArrayList<>();

        Collector() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visitInnerClass(String name, @Nullable String outer, @Nullable String inner, int access) {
            if (inner != null) {
                texts.add(inner);
            }
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return annotation(descriptor);
        }

        @Override
        public FieldVisitor visitField(
                int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
            return new FieldVisitor(Opcodes.ASM9) {
                @Override
                public AnnotationVisitor visitAnnotation(String type, boolean visible) {
                    return annotation(type);
                }
            };
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, @Nullable String signature, String[] exceptions) {
            texts.add(name);
            Set<String> ofMethod = new HashSet<>();
            if ((access & Opcodes.ACC_SYNTHETIC) == 0) { // Compilers copy the user's annotations to synthetic methods.
                String parameters = descriptor.substring(0, descriptor.indexOf(')') + 1);
                methods.add(new AnnotatedMethod(name, parameters, ofMethod));
            }
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public AnnotationVisitor visitAnnotation(String type, boolean visible) {
                    ofMethod.add(type);
                    return annotation(type);
                }
            };
        }

        private AnnotationVisitor annotation(String type) {
            annotations.add(type);
            texts.add(type);
            return new AnnotationVisitor(Opcodes.ASM9) {
                @Override
                public void visit(@Nullable String name, Object value) {
                    if (value instanceof String text) {
                        texts.add(text);
                    }
                }

                @Override
                public AnnotationVisitor visitAnnotation(@Nullable String name, String descriptor) {
                    return annotation(descriptor);
                }

                @Override
                public AnnotationVisitor visitArray(@Nullable String name) {
                    return this;
                }
            };
        }
    }
}
