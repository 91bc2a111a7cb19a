package io.github.recorder.server;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

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
                            addLoggingCalls(in, calls);
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

    /** Adds the methods of SLF4J that a class file calls. */
    private static void addLoggingCalls(InputStream classFile, Set<String> calls) throws IOException {
        MethodVisitor ofMethod = new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String type, boolean isInterface) {
                if (owner.startsWith("org/slf4j/")) {
                    calls.add(owner + "." + name);
                }
            }
        };
        ClassVisitor ofClass = new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] errors) {
                return ofMethod;
            }
        };
        new ClassReader(classFile).accept(ofClass, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }
}
