package io.github.recorder.diagnosis;

import java.util.regex.Pattern;

/** Decides which values are not shown where many people read: in logs, exceptions and build reports. */
final class SecretMasking {

    /** Longer texts are looked at up to here only, so that a megabyte costs no more. */
    private static final int MOST_CHARACTERS = 1 << 16;

    private static final String HIDDEN = "(hidden, for it looks like a credential)";

    /** Names of members that hold credentials, as the last step of a pointer. */
    private static final Pattern CREDENTIAL_NAME = Pattern.compile(
            "(?i).*(?:api[-_]?key|secret|password|passwd|authorization|credential|private[-_]?key|access[-_]?token).*");

    /** What providers begin their keys with, and what comes before a key. */
    private static final Pattern KEY = Pattern.compile(
            // A digit or a capital, or else prompts would be full of them: npm-run-all-the-time.
            "\\b(?:(?:sk|pk|rk|gsk|hf|ghp|gho|ghs|glpat|github_pat|xox[abprs]|npm|pypi)[-_]|AKIA|ASIA|AIza|ya29)"
                    + "(?=[-_.a-z]{0,200}[A-Z0-9])[-_.A-Za-z0-9]{16,}"
                    + "|\\beyJ[-_A-Za-z0-9]{10,}\\.[-_A-Za-z0-9]{10,}"
                    + "|-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?:-{5}[A-Za-z0-9+/=\\\\\\s]{0,10000})?"
                    + "|(?i:\\bbearer) [-_.=+/A-Za-z0-9]{16,}");

    /** Long words that no person writes: keys of providers that begin them with nothing; but also pictures, for instance. */
    private static final Pattern LONG_WORD = Pattern.compile(
            "(?<![A-Za-z0-9+/_-])(?=[A-Za-z+/_-]{0,200}[0-9])(?=[0-9a-z+/_-]{0,200}[A-Z])(?=[0-9A-Z+/_-]{0,200}[a-z])"
                    + "[A-Za-z0-9+/_-]{32,}");

    private SecretMasking() {}

    /**
     * Tells whether a value looks like a credential.
     *
     * @param pointer where it stands, as a JSON pointer
     * @param text the whole value, not only what would be shown of it
     */
    static boolean looksLikeKey(String pointer, String text) {
        String name = pointer.substring(pointer.lastIndexOf('/') + 1);
        String beginning = text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
        return CREDENTIAL_NAME.matcher(name).matches()
                || KEY.matcher(beginning).find()
                || LONG_WORD.matcher(beginning).find();
    }

    /** Returns a body, or a part of one, in which nothing has the shape of a provider's key. */
    static String withoutKeys(String text) {
        return KEY.matcher(text).replaceAll(HIDDEN);
    }
}
