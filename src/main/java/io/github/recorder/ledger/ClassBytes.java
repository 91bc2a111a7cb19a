package io.github.recorder.ledger;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a class file that tell of tests (Java Virtual Machine Specification, chapter 4).
 *
 * @param name the class by its internal name, with slashes
 * @param parent the class above it
 * @param texts the texts of its constant pool: names, descriptors and strings
 * @param descriptors those that look like a type's descriptor, which annotations are named by
 * @param methods those of its methods that stand in the source
 * @param sha256 the digest of the whole file
 */
@SuppressWarnings("ArrayRecordComponent") // Neither array leaves this package or changes; both are compared nowhere.
record ClassBytes(
        String name,
        String parent,
        int access,
        Set<String> interfaces,
        Set<String> texts,
        Set<String> descriptors,
        List<Method> methods,
        byte[] sha256) {

    /**
     * A method.
     *
     * @param parameters the descriptors of its parameters, in parentheses
     * @param annotations the descriptors of its annotations
     */
    record Method(String name, String parameters, Set<String> annotations) {}

    private static final int MAGIC = 0xCAFEBABE;
    private static final int ACC_INTERFACE = 0x0200;
    private static final int ACC_ABSTRACT = 0x0400;
    private static final int ACC_SYNTHETIC = 0x1000;
    private static final int ACC_ANNOTATION = 0x2000;

    /** Reads a class file; null for anything else. */
    static @Nullable ClassBytes read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readInt() != MAGIC) {
                return null;
            }
            in.readInt(); // version
            Pool pool = Pool.read(in);
            int access = in.readUnsignedShort();
            String name = pool.className(in.readUnsignedShort());
            String parent = pool.className(in.readUnsignedShort());
            Set<String> interfaces = new HashSet<>();
            for (int left = in.readUnsignedShort(); left > 0; left--) {
                interfaces.add(pool.className(in.readUnsignedShort()));
            }
            members(in, pool); // fields
            return new ClassBytes(
                    name,
                    parent,
                    access,
                    interfaces,
                    pool.known(),
                    pool.descriptors(),
                    members(in, pool),
                    Sha256.start().digest(bytes));
        } catch (IOException | IndexOutOfBoundsException broken) {
            return null;
        }
    }

    /** Reads fields, or methods, with the annotations of each. */
    private static List<Method> members(DataInputStream in, Pool pool) throws IOException {
        List<Method> members = new ArrayList<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            int access = in.readUnsignedShort();
            String name = pool.text(in.readUnsignedShort());
            String descriptor = pool.text(in.readUnsignedShort());
            Set<String> annotations = new HashSet<>();
            for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
                String attribute = pool.text(in.readUnsignedShort());
                byte[] content = new byte[in.readInt()];
                in.readFully(content);
                if (attribute.equals("RuntimeVisibleAnnotations")) {
                    DataInputStream list = new DataInputStream(new ByteArrayInputStream(content));
                    for (int each = list.readUnsignedShort(); each > 0; each--) {
                        annotations.add(annotation(list, pool));
                    }
                }
            }
            if ((access & ACC_SYNTHETIC) == 0) { // A compiler's own methods have the annotations of the user's.
                members.add(new Method(name, descriptor.substring(0, descriptor.indexOf(')') + 1), annotations));
            }
        }
        return members;
    }

    /** Reads an annotation to its end, and returns its type. */
    private static String annotation(DataInputStream in, Pool pool) throws IOException {
        String type = pool.text(in.readUnsignedShort());
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            in.readUnsignedShort(); // name
            passOverValue(in, pool);
        }
        return type;
    }

    private static void passOverValue(DataInputStream in, Pool pool) throws IOException {
        switch (in.readUnsignedByte()) {
            case 'e' -> in.readInt();
            case '@' -> annotation(in, pool);
            case '[' -> {
                for (int left = in.readUnsignedShort(); left > 0; left--) {
                    passOverValue(in, pool);
                }
            }
            default -> in.readUnsignedShort();
        }
    }

    boolean isAnnotation() {
        return (access & ACC_ANNOTATION) != 0;
    }

    boolean isConcrete() {
        return (access & (ACC_INTERFACE | ACC_ABSTRACT)) == 0;
    }

    boolean hasAny(Set<String> markers) {
        return descriptors.stream().anyMatch(markers::contains);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClassBytes type && type.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** The constant pool. */
    private record Pool(@Nullable String[] texts, int[] names) {

        static Pool read(DataInputStream in) throws IOException {
            int count = in.readUnsignedShort();
            @Nullable String[] texts = new @Nullable String[count];
            int[] names = new int[count];
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                switch (tag) {
                    case 1 -> texts[i] = in.readUTF();
                    case 7 -> names[i] = in.readUnsignedShort();
                    case 8, 16, 19, 20 -> in.readUnsignedShort();
                    case 15 -> in.skipNBytes(3);
                    case 3, 4, 9, 10, 11, 12, 17, 18 -> in.readInt();
                    case 5, 6 -> {
                        in.readLong();
                        i++; // A long or double takes two places.
                    }
                    default -> throw new IOException("an unknown constant");
                }
            }
            return new Pool(texts, names);
        }

        String text(int index) {
            return String.valueOf(texts[index]);
        }

        String className(int index) {
            return text(names[index]);
        }

        Set<String> known() {
            Set<String> known = new HashSet<>();
            for (@Nullable String text : texts) {
                if (text != null) {
                    known.add(text);
                }
            }
            return known;
        }

        Set<String> descriptors() {
            Set<String> descriptors = known();
            descriptors.removeIf(text -> !text.startsWith("L") || !text.endsWith(";"));
            return descriptors;
        }
    }
}
