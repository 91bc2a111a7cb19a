package io.github.recorder.matching;

/**
 * A text whose characters can be read a limited number of times. A regular expression that backtracks without end reads
 * the same characters again and again, so the number of reads bounds its time, on any machine. For one thread.
 */
final class CountedText implements CharSequence {

    /** Thrown when the limit is reached. */
    static final class ExhaustedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ExhaustedException() {
            super("the expression read the text too many times", null, false, false);
        }
    }

    private static final long READS = 2_000_000;
    private static final long READS_PER_CHARACTER = 100;
    private static final long MOST_READS = 1_000_000_000;

    private final CharSequence text;
    private final Budget budget;

    private static final class Budget {
        private long left;
    }

    private CountedText(CharSequence text, Budget budget) {
        this.text = text;
        this.budget = budget;
    }

    /** Returns a text that can be read two million times, and a hundred times more for each of its characters. */
    static CountedText of(String text) {
        Budget budget = new Budget();
        budget.left = Math.min(MOST_READS, READS + READS_PER_CHARACTER * text.length());
        return new CountedText(text, budget);
    }

    @Override
    public char charAt(int index) {
        if (--budget.left < 0) {
            throw new ExhaustedException();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new CountedText(text.subSequence(start, end), budget);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
