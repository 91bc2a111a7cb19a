package io.github.recorder.recording;

import java.math.BigDecimal;
import java.math.RoundingMode;
import tools.jackson.core.io.NumberOutput;

/**
 * Writes and rounds floating point numbers as Python does. CPython's behaviour defines the format; Java's own texts
 * differ ({@code 1.0E-5}, and before JDK 19 not always the shortest digits).
 */
public final class PythonFloat {

    private static final int DECIMALS = 5;
    private static final double SCALE = 1e5;
    /** Below this limit two neighbouring doubles differ by less than 0.00001, so five decimals distinguish them. */
    private static final double EXACT_SCALING_LIMIT = 0x1p35;
    /** From this value on, a double has no fraction. */
    private static final double INTEGERS_ONLY = 0x1p53;

    private PythonFloat() {}

    /**
     * Returns Python's {@code repr(value)}: the shortest digits that read back as the same double, with an exponent if
     * it is below -4 or above 15, for instance {@code 5.0}, {@code 1e-05}, {@code 1.5e+16}, {@code nan}, {@code -inf}.
     */
    public static String repr(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        String text = NumberOutput.toString(Math.abs(value), true);
        int e = text.indexOf('E');
        String mantissa = e < 0 ? text : text.substring(0, e);
        int point = mantissa.indexOf('.');
        String digits = mantissa.substring(0, point).concat(mantissa.substring(point + 1));
        // Without its leading zeros the value is 0.DIGITS times ten to the power of `exponent`.
        int exponent = (e < 0 ? 0 : Integer.parseInt(text, e + 1, text.length(), 10)) + point;
        int start = 0;
        while (digits.charAt(start) == '0') {
            start++;
            exponent--;
        }
        int end = digits.length();
        while (end > start + 1 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return laidOut(value < 0, digits.substring(start, end), exponent);
    }

    private static String laidOut(boolean negative, String digits, int exponent) {
        StringBuilder out = new StringBuilder(26);
        if (negative) {
            out.append('-');
        }
        int scientific = exponent - 1;
        if (scientific < -4 || scientific >= 16) {
            out.append(digits.charAt(0));
            if (digits.length() > 1) {
                out.append('.').append(digits, 1, digits.length());
            }
            out.append('e').append(scientific < 0 ? '-' : '+');
            int size = Math.abs(scientific);
            if (size < 10) {
                out.append('0');
            }
            return out.append(size).toString();
        }
        if (exponent <= 0) {
            return out.append("0.").append("0".repeat(-exponent)).append(digits).toString();
        }
        if (digits.length() <= exponent) {
            return out.append(digits)
                    .append("0".repeat(exponent - digits.length()))
                    .append(".0")
                    .toString();
        }
        return out.append(digits, 0, exponent)
                .append('.')
                .append(digits, exponent, digits.length())
                .toString();
    }

    /**
     * Returns Python's {@code round(value, 5)}: half to even on the exact binary value, then the nearest double.
     * Infinities and NaN stay as they are, and so does the sign of zero.
     */
    public static double round5(double value) {
        double size = Math.abs(value);
        if (!(size < INTEGERS_ONLY)) {
            return value;
        }
        // A double that is nearest to a number of five decimals rounds to itself. That covers nearly every number
        // people write.
        if (size < EXACT_SCALING_LIMIT && Math.rint(value * SCALE) / SCALE == value) {
            return value;
        }
        double rounded =
                new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue();
        return Math.copySign(rounded, value);
    }

    /**
     * Returns Python's {@code '%.5f' % float(text)}.
     *
     * @param text a decimal number in ASCII, for instance {@code -1.23456789}
     */
    public static String fixed5(String text) {
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        BigDecimal rounded = new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
        String digits = rounded.abs().toPlainString();
        return Math.copySign(1, value) < 0 ? "-" + digits : digits;
    }
}
