package io.github.recorder;

import java.util.Random;
import java.util.SplittableRandom;

/**
 * Checks a property with many random values. Each try has its own seed, so one number repeats a failure:
 * {@code mvn test -Dtest=… -Drecorder.seed=…} runs only that try.
 */
public final class SeededTries {

    private static final String SEED = "recorder.seed";
    private static final int TRIES = 1000;

    private static final long[] LONGS = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE
    };
    private static final double[] DOUBLES = {
        0.0,
        -0.0,
        1.0,
        -1.0,
        0.01,
        5e-6,
        0.000015,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        -Double.MAX_VALUE
    };
    /** Characters that have a meaning in paths and JSON, or are the last of their length in UTF-8. */
    private static final String MARKS =
            "/?#%&=+.:;@\\\"'{}[]<>| \t\n\r\0\u007f\u0080\u07ff\u0800\ud7ff\ue000\ufeff\uffff";

    private SeededTries() {}

    /** A check that draws its values from a random source. */
    @FunctionalInterface
    public interface Check {
        void with(Random random) throws Exception;
    }

    /** Runs a check a thousand times. */
    public static void check(Check check) {
        check(TRIES, check);
    }

    /** Runs a check some times, or once with the seed that the system property gives. */
    public static void check(int tries, Check check) {
        Long given = Long.getLong(SEED);
        if (given != null) {
            run(given, check);
            return;
        }
        SplittableRandom seeds = new SplittableRandom();
        for (int i = 0; i < tries; i++) {
            run(seeds.nextLong(), check);
        }
    }

    private static void run(long seed, Check check) {
        try {
            check.with(new Random(seed));
        } catch (Exception | AssertionError | StackOverflowError failure) {
            throw new AssertionError("failed with -D" + SEED + "=" + seed + ": " + failure.getMessage(), failure);
        }
    }

    /** Returns any long, limits more often than by chance. */
    public static long anyLong(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> LONGS[random.nextInt(LONGS.length)];
            case 1 -> random.nextInt(2000) - 1000;
            default -> random.nextLong();
        };
    }

    /** Returns any finite double of any magnitude, limits more often than by chance. */
    public static double anyDouble(Random random) {
        double any = Double.longBitsToDouble(random.nextLong());
        return switch (random.nextInt(8)) {
            case 0 -> DOUBLES[random.nextInt(DOUBLES.length)];
            case 1, 2, 3 -> random.nextInt() / 1e6;
            default -> Double.isFinite(any) ? any : random.nextDouble();
        };
    }

    /** Returns any text without halves of surrogate pairs: from none up to forty characters. */
    public static String anyText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(41); i > 0; i--) {
            text.appendCodePoint(
                    switch (random.nextInt(4)) {
                        case 0 -> MARKS.charAt(random.nextInt(MARKS.length()));
                        case 1 -> ' ' + random.nextInt(95);
                        default -> anyCodePoint(random);
                    });
        }
        return text.toString();
    }

    private static int anyCodePoint(Random random) {
        int character = random.nextInt(random.nextBoolean() ? 0x10000 : Character.MAX_CODE_POINT + 1);
        return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE ? 'x' : character;
    }
}
