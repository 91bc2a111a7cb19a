package io.github.recorder.matching;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The expressions that match the values by which two texts differ, and nothing else in them. Each begins with the words
 * before the value, so that other values of its kind are still compared. Pure.
 *
 * @param expressions in their order; none if the texts are equal
 * @param counts whether one of the values is a counter
 */
record ChangingText(List<String> expressions, boolean counts) {

    private static final int MOST_CONTEXT = 24;
    private static final int MOST_EXTENDED_CONTEXT = 80;

    /** Words before numbers that count runs, or what a run makes. Other numbers have a meaning: {@code 17 apples}. */
    private static final Pattern COUNTED = Pattern.compile(
            "(?i)(?:^|.*[^\\p{L}])(?:attempt|build|counter|invocation"
                    + "|iteration|job|localhost|pid|port|request|retry|run|seq|sequence|session|thread|try|worker)"
                    + "(?:[ _-]?(?:id|no\\.?|nr\\.?|number))?[^\\p{L}\\d]{0,3}",
            Pattern.DOTALL);

    /** Characters with a meaning in a regular expression. */
    private static final String SYNTAX = "\\[](){}.*+?^$|";

    /** Keeps a copy. */
    ChangingText {
        expressions = List.copyOf(expressions);
    }

    /** The expressions for the beginning and the end of what is compared. */
    enum Bounds {
        /** A line. */
        LINE("(?m)^", "$"),
        /** A query parameter. */
        PARAMETER("[?&]", "(?=&|$)");

        private final String start;
        private final String end;

        Bounds(String start, String end) {
            this.start = start;
            this.end = end;
        }
    }

    /**
     * Compares two texts.
     *
     * @param bounds of the texts
     * @param ruled whether rules of the user have replaced parts of the texts
     * @param masked hides the secrets in a text
     * @return empty if they also differ in other ways, or if no expression is narrow enough
     */
    static Optional<ChangingText> of(
            String here, String there, Bounds bounds, boolean ruled, UnaryOperator<String> masked) {
        List<ChangingValue.Place> changed = new ArrayList<>();
        if (!collect(here, there, changed)) {
            return Optional.empty();
        }
        ChangingValue.Place first = changed.isEmpty() ? null : changed.get(0);
        if (first != null && first.start() == 0 && first.end() == here.length()) {
            return first.kind() == ChangingValue.COUNTER
                    ? Optional.empty()
                    : Optional.of(new ChangingText(List.of("^" + group(first) + "$"), false));
        }
        Builder builder = new Builder(here, bounds, ruled, masked);
        for (ChangingValue.Place place : changed) {
            if (!builder.add(place)) {
                return Optional.empty();
            }
        }
        return builder.end(here.length())
                ? Optional.of(new ChangingText(builder.expressions, builder.counts))
                : Optional.empty();
    }

    /** Collects the values of the first text that differ from the second; returns false if other text differs. */
    private static boolean collect(String request, String recording, List<ChangingValue.Place> changed) {
        Iterator<ChangingValue.Place> here = ChangingValue.in(request);
        Iterator<ChangingValue.Place> there = ChangingValue.in(recording);
        int doneHere = 0;
        int doneThere = 0;
        while (here.hasNext() && there.hasNext()) {
            ChangingValue.Place one = here.next();
            ChangingValue.Place other = there.next();
            if (one.kind() != other.kind()
                    || !request.substring(doneHere, one.start())
                            .equals(recording.substring(doneThere, other.start()))) {
                return false;
            }
            if (!request.substring(one.start(), one.end()).equals(recording.substring(other.start(), other.end()))) {
                changed.add(one);
            }
            doneHere = one.end();
            doneThere = other.end();
        }
        return !here.hasNext()
                && !there.hasNext()
                && request.substring(doneHere).equals(recording.substring(doneThere));
    }

    private static String group(ChangingValue.Place place) {
        return "(" + place.kind().expression() + ")";
    }

    private static boolean hasLetter(String text) {
        return text.chars().anyMatch(Character::isLetter);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c <= '~') {
                quoted.append(SYNTAX.indexOf(c) < 0 ? "" : "\\").append(c);
            } else if (Character.isLetterOrDigit(c)) {
                quoted.append(c);
            } else {
                // XML cannot hold control characters, and other spaces look like blanks.
                quoted.append(String.format(Locale.ROOT, c <= '~' ? "\\x%02x" : "\\u%04x", (int) c));
            }
        }
        return quoted.toString();
    }

    /** Builds the expressions of one text. */
    private static final class Builder {

        private final String text;
        private final Bounds bounds;
        private final boolean ruled;
        private final UnaryOperator<String> masked;
        private final List<String> expressions = new ArrayList<>();
        private final StringBuilder current = new StringBuilder();
        private int done;
        private boolean counts;

        /** Whether no word is before the values of the current expression, so that the words after them are needed. */
        private boolean weak;

        Builder(String text, Bounds bounds, boolean ruled, UnaryOperator<String> masked) {
            this.text = text;
            this.bounds = bounds;
            this.ruled = ruled;
            this.masked = masked;
        }

        /** Adds a value; returns false if no expression for it is narrow enough, or if it would contain a secret. */
        boolean add(ChangingValue.Place place) {
            String before = text.substring(done, place.start());
            String line = before.substring(before.lastIndexOf('\n') + 1);
            boolean atStart = done == 0 || line.length() < before.length();
            String rest = line.substring(line.lastIndexOf(MatchingRule.STAND_IN) + 1);
            if (ruled && rest.length() < line.length() && hasLetter(rest)) {
                // The new rule may be applied before the one that replaced the words before these.
                line = rest;
                atStart = false;
            }
            if (place.kind() == ChangingValue.COUNTER) {
                counts = true;
                if (!COUNTED.matcher(line).matches()) {
                    return false;
                }
            }
            if (!atStart && !hasLetter(line)) {
                // Only the value before it tells where this one is.
                current.append(quoted(line)).append(group(place));
                done = place.end();
                return line.length() <= MOST_CONTEXT;
            }
            if (!end(place.start())) {
                return false;
            }
            String context = context(line, atStart);
            boolean whole = atStart && context.length() == line.length();
            if ((!whole && !hasLetter(context))
                    || context.length() > MOST_EXTENDED_CONTEXT
                    || !masked.apply(line).endsWith(context)) {
                return false;
            }
            boolean word =
                    !whole && isWord(place.start() - context.length()) && !isWord(place.start() - context.length() - 1);
            current.append(whole ? bounds.start : word ? "\\b" : "")
                    .append(quoted(context))
                    .append(group(place));
            weak = !hasLetter(context);
            done = place.end();
            return true;
        }

        private boolean isWord(int index) {
            return index >= 0 && (Character.isLetterOrDigit(text.charAt(index)) || text.charAt(index) == '_');
        }

        /** Returns the last words before a value, at least one with a letter if there is one. */
        private static String context(String line, boolean atStart) {
            if (line.length() <= MOST_CONTEXT) {
                return atStart ? line : line.stripLeading();
            }
            int from = line.length() - MOST_CONTEXT;
            int space = line.indexOf(' ', from);
            from = space < 0 ? from : space + 1;
            if (!hasLetter(line.substring(from))) {
                int letter = line.length() - 1;
                while (letter > 0 && !Character.isLetter(line.charAt(letter))) {
                    letter--;
                }
                from = Math.min(from, line.lastIndexOf(' ', letter) + 1);
            }
            boolean inPair = from < line.length() && Character.isLowSurrogate(line.charAt(from));
            return line.substring(inPair ? from + 1 : from);
        }

        /**
         * Ends the current expression; returns false if it would contain a secret.
         *
         * @param next the index of the next changed value, or the length
         */
        boolean end(int next) {
            if (current.isEmpty()) {
                return true;
            }
            if (weak) {
                String after = text.substring(done, next).lines().findFirst().orElse("");
                boolean ends = done + after.length() == text.length() || done + after.length() < next;
                String shown = after;
                if (after.length() > MOST_CONTEXT) {
                    int space = after.lastIndexOf(' ', MOST_CONTEXT);
                    shown = after.substring(0, space <= 0 ? MOST_CONTEXT : space);
                }
                if (!masked.apply(after).startsWith(shown)) {
                    return false;
                }
                current.append(quoted(shown)).append(ends && shown.length() == after.length() ? bounds.end : "");
            }
            expressions.add(current.toString());
            current.setLength(0);
            return true;
        }
    }
}
