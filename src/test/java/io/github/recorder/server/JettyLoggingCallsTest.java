package io.github.recorder.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Maven 3 gives plugins SLF4J 1.7, Jetty is made for SLF4J 2, and some of its releases call what only 2 has, on rare
 * paths where no test would come by. So all calls in its class files are looked at.
 */
class JettyLoggingCallsTest {

    private static final Set<String> LOGGER = Set.of(
            "getName",
            "isTraceEnabled",
            "isDebugEnabled",
            "isInfoEnabled",
            "isWarnEnabled",
            "isErrorEnabled",
            "trace",
            "debug",
            "info",
            "warn",
            "error");
    private static final Set<String> FACTORY = Set.of("getLogger", "getILoggerFactory");

    @Test
    void callsNothingThatOnlySlf4j2Has() throws IOException {
        List<File> jars = Arrays.stream(
                        System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1))
                .map(File::new)
                .filter(file -> file.getName().matches("jetty-.*\\.jar"))
                .toList();
        assertThat(jars).extracting(File::getName).anyMatch(name -> name.startsWith("jetty-server-"));
        Set<String> calls = new TreeSet<>();
        for (File jar : jars) {
            try (JarFile file = new JarFile(jar)) {
                for (Enumeration<JarEntry> all = file.entries(); all.hasMoreElements(); ) {
                    JarEntry entry = all.nextElement();
                    if (entry.getName().endsWith(".class")) {
                        try (InputStream in = file.getInputStream(entry)) {
                            calls.addAll(loggingCalls(new DataInputStream(new BufferedInputStream(in))));
                        }
                    }
                }
            }
        }
        assertThat(calls).contains("org/slf4j/LoggerFactory.getLogger", "org/slf4j/Logger.isDebugEnabled");
        assertThat(calls).allMatch(JettyLoggingCallsTest::isInSlf4j17);
    }

    private static boolean isInSlf4j17(String call) {
        String name = call.substring(call.indexOf('.') + 1);
        return (call.startsWith("org/slf4j/Logger.") && LOGGER.contains(name))
                || (call.startsWith("org/slf4j/LoggerFactory.") && FACTORY.contains(name));
    }

    /** Returns the methods of SLF4J that a class file names, from its constant pool (JVM specification, 4.4). */
    private static Set<String> loggingCalls(DataInputStream in) throws IOException {
        in.skipNBytes(8);
        int count = in.readUnsignedShort();
        String[] texts = new String[count];
        int[][] pairs = new int[count][];
        boolean[] isMethod = new boolean[count];
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts[i] = in.readUTF();
                case 3, 4 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++; // these two take two places
                }
                case 7, 8, 16, 19, 20 -> pairs[i] = new int[] {in.readUnsignedShort()};
                case 9, 10, 11, 12, 17, 18 -> {
                    pairs[i] = new int[] {in.readUnsignedShort(), in.readUnsignedShort()};
                    isMethod[i] = tag == 10 || tag == 11;
                }
                case 15 -> in.skipNBytes(3);
                default -> throw new IOException("constant of the unknown kind " + tag);
            }
        }
        Set<String> calls = new TreeSet<>();
        for (int i = 1; i < count; i++) {
            if (isMethod[i]) {
                String owner = texts[pairs[pairs[i][0]][0]];
                if (owner.startsWith("org/slf4j/")) {
                    calls.add(owner + "." + texts[pairs[pairs[i][1]][0]]);
                }
            }
        }
        return calls;
    }
}
