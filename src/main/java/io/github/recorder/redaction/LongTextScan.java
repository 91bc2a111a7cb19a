package io.github.recorder.redaction;

import java.io.IOException;
import java.io.Reader;

/**
 * Looks for secrets in a text that does not fit into memory, in overlapping parts. It finds nothing else than {@link
 * SecretScan} finds in the whole text, but leaves open whether there is a secret if only the whole text shows that.
 */
public final class LongTextScan {

    private static final int PART = 256 << 10;

    /** The maximum length of a secret with all its encodings and the words before it. */
    private static final int LONGEST_SECRET = 12 << 10;

    /** The distance in which a part may begin earlier, or later, than another place would need it. */
    private static final int TOLERANCE = 4 << 10;

    /** A word of base64 of this length is data. A shorter rest of one would be taken for a word of its own. */
    private static final int SHORTEST_DATA = 4 << 10;

    /** Three encodings in base64 encode bytes in groups of so many characters. */
    private static final int GROUP = 64;

    /** The first characters of a text that redaction by name reads as a whole, and of one that encodes such a text. */
    private static final String STRUCTURES = "{[<\"\\%&";

    private static final int LONGEST_SCHEME = 40;
    private static final int LONGEST_NAME = 100;

    private final Redaction redaction;
    private final SecretScan secrets;
    private boolean oneWord = true;
    private boolean query;
    private boolean fragment;
    private boolean userInfo;
    private long firstEquals = -1;
    private long length;

    private LongTextScan(Redaction redaction, SecretScan secrets) {
        this.redaction = redaction;
        this.secrets = secrets;
    }

    /**
     * Returns whether a text certainly has neither a secret nor anything to redact.
     *
     * @param text read to the end, unless the result is false
     */
    public static boolean isClean(Reader text, Redaction redaction, SecretScan secrets) throws IOException {
        return new LongTextScan(redaction, secrets).isClean(text);
    }

    private boolean isClean(Reader text) throws IOException {
        char[] part = new char[PART];
        String head = "";
        int kept = 0;
        boolean ended = false;
        while (!ended) {
            int end = kept;
            while (end < PART && !ended) {
                int count = text.read(part, end, PART - end);
                ended = count < 0;
                end += Math.max(0, count);
            }
            String characters = new String(part, 0, end);
            if (length == 0) {
                head = characters.substring(0, Math.min(end, LONGEST_SCHEME));
                if (isStructure(characters)) {
                    return false;
                }
            }
            note(characters, kept);
            if (!redaction.replacesOnlyNamed(characters)
                    || TextEncodings.anyEncoded(characters, LongTextScan::isEncodedText)
                    || secrets.in(characters).isPresent()) {
                return false;
            }
            int next = nextPart(part, end);
            kept = end - next;
            System.arraycopy(part, next, part, 0, kept);
        }
        return !mayHaveParameters(head);
    }

    /** Only the whole of an encoded text shows the names in it. */
    private static boolean isEncodedText(byte[] bytes) {
        return bytes.length >= SHORTEST_DATA / 2 && TextEncodings.beginsAsText(bytes);
    }

    private static boolean isStructure(String text) {
        int start = 0;
        while (start < text.length() && text.charAt(start) <= ' ') {
            start++;
        }
        return start == text.length()
                || STRUCTURES.indexOf(text.charAt(start)) >= 0
                || text.startsWith("--", start)
                || text.startsWith("data:", start)
                || text.startsWith("event:", start);
    }

    private void note(String part, int from) {
        for (int i = from; i < part.length(); i++) {
            char c = part.charAt(i);
            oneWord &= c > ' ' && c != '<' && c != '"';
            query |= c == '?';
            fragment |= c == '#';
            userInfo |= c == '@';
            if (c == '=' && firstEquals < 0) {
                firstEquals = length;
            }
            length++;
        }
    }

    /** Returns whether the text may be a URL or a form, which are read as a whole. */
    private boolean mayHaveParameters(String head) {
        if (!oneWord || (firstEquals < 0 && !userInfo)) {
            return false;
        }
        boolean form = firstEquals >= 0 && firstEquals <= LONGEST_NAME;
        return form || (head.startsWith("/") ? query || fragment : head.contains("://"));
    }

    /**
     * Returns where the next part begins: where a word begins, or a group of an encoding within data.
     *
     * @param end the number of characters of this part
     */
    private static int nextPart(char[] part, int end) {
        int latest = Math.max(0, end - LONGEST_SECRET - TOLERANCE);
        int run = latest;
        while (run > 0 && TextEncodings.isBase64(part[run - 1])) {
            run--;
        }
        if (latest - run <= TOLERANCE) {
            return run;
        }
        int group = latest - (latest - run) % GROUP;
        int after = group;
        while (after < end && TextEncodings.isBase64(part[after])) {
            after++;
        }
        return after - group < SHORTEST_DATA ? after : group;
    }
}
