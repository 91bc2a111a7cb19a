package io.github.recorder.matching;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id of the test that a request belongs to, in the forms that are compared. */
public final class TestId {

    /** The characters that some systems do not allow in the name of a folder. */
    private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^A-Za-z0-9._$\\-]");

    private static final String LLAMA_STACK_ROOT = "tests/integration/";
    private static final String LLAMA_STACK_SEPARATOR = "::";
    private static final String LLAMA_STACK_DIRECTORY = "recordings";

    private TestId() {}

    /**
     * Returns the id in ASCII, as Python's {@code id.encode("ascii", "backslashreplace")} returns it. An HTTP header
     * cannot hold other characters, so ids are compared in this form.
     */
    public static String ascii(String id) {
        int first = 0;
        while (first < id.length() && id.charAt(first) < 0x80) {
            first++;
        }
        if (first == id.length()) {
            return id;
        }
        StringBuilder ascii = new StringBuilder(id.length() + 16).append(id, 0, first);
        for (int i = first; i < id.length(); ) {
            int codePoint = id.codePointAt(i);
            if (codePoint < 0x80) {
                ascii.append((char) codePoint);
            } else if (codePoint < 0x100) {
                ascii.append("\\x%02x".formatted(codePoint));
            } else if (codePoint < 0x10000) {
                ascii.append("\\u%04x".formatted(codePoint));
            } else {
                ascii.append("\\U%08x".formatted(codePoint));
            }
            i += Character.charCount(codePoint);
        }
        return ascii.toString();
    }

    /**
     * Whether a test or class is the given class, belongs to it, or belongs to a class that is nested in it or runs in
     * it as a suite.
     */
    public static boolean isWithin(String id, String className) {
        int end = className.length();
        return id.startsWith(className) && (id.length() == end || isEndOfClass(id.charAt(end)));
    }

    /** The same as {@link #isWithin}, for any of many classes. */
    public static boolean isWithinAny(String id, Set<String> classNames) {
        for (int end = 1; end < id.length(); end++) {
            if (isEndOfClass(id.charAt(end)) && classNames.contains(id.substring(0, end))) {
                return true;
            }
        }
        return classNames.contains(id);
    }

    private static boolean isEndOfClass(char next) {
        return "#$/".indexOf(next) >= 0;
    }

    /**
     * Returns the directory for the recordings of a test, with {@code /} and without one at either end: for {@code
     * tests/integration/responses/test_x.py::test_y} it is {@code responses/recordings}, for {@code
     * com.acme.ChatIT#answers[1]} it is {@code com.acme.ChatIT}. It may be inside further directories.
     */
    public static String directory(String id) {
        int member = id.indexOf(LLAMA_STACK_SEPARATOR);
        if (member >= 0) {
            String file = id.substring(0, member);
            if (file.startsWith(LLAMA_STACK_ROOT)) {
                file = file.substring(LLAMA_STACK_ROOT.length());
            }
            int slash = file.lastIndexOf('/');
            return slash < 0 ? LLAMA_STACK_DIRECTORY : file.substring(0, slash + 1) + LLAMA_STACK_DIRECTORY;
        }
        int method = id.indexOf('#');
        return method < 0 ? id : id.substring(0, method);
    }

    /**
     * Returns the folder in which new recordings of a test are written, with a slash at its end: its directory, with
     * names that all systems allow.
     *
     * @param id the id of the test; null for the recordings of no test, which are in the root
     */
    public static String folder(@Nullable String id) {
        StringBuilder folder = new StringBuilder();
        for (String segment : id == null ? new String[0] : directory(id).split("/", -1)) {
            String name = NOT_IN_A_NAME.matcher(segment).replaceAll("_");
            if (!name.isEmpty() && !name.startsWith(".")) {
                folder.append(name).append('/');
            }
        }
        return folder.toString();
    }

    /**
     * Returns whether a recording is in the directory of a test.
     *
     * @param path the path relative to the recordings directory, with {@code /}
     * @param id the id of the test
     */
    public static boolean isInDirectoryOf(String path, String id) {
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            return false;
        }
        String directory = directory(id);
        int start = slash - directory.length();
        return start >= 0 && path.startsWith(directory, start) && (start == 0 || path.charAt(start - 1) == '/');
    }
}
