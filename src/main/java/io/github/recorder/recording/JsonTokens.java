package io.github.recorder.recording;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Compares JSON texts as a parser reads them. */
public final class JsonTokens {

    private JsonTokens() {}

    /**
     * Returns whether a parser reads the same from two texts: the same members in the same order, repeated keys
     * included, the same strings, and numbers of the same kind and exactly the same value. White space between values
     * and the notation of strings and numbers are ignored.
     *
     * @return false also if one of them is not JSON that this project can read, unless both have the same bytes
     */
    public static boolean same(byte[] one, byte[] other) {
        if (Arrays.equals(one, other)) {
            return true;
        }
        try (JsonParser first = parser(one);
                JsonParser second = parser(other)) {
            JsonToken token = first.nextToken();
            while (token != null) {
                if (token != second.nextToken() || !sameValue(token, first, second)) {
                    return false;
                }
                boolean ended = first.streamReadContext().inRoot();
                token = first.nextToken();
                if (ended) {
                    return token == null && second.nextToken() == null; // More than one value is not a JSON text.
                }
            }
            return false;
        } catch (JacksonException notJson) {
            return false;
        }
    }

    private static JsonParser parser(byte[] text) {
        return Json.parser(JsonText.of(text));
    }

    private static boolean sameValue(JsonToken token, JsonParser first, JsonParser second) {
        if (!token.isNumeric() && token != JsonToken.PROPERTY_NAME && token != JsonToken.VALUE_STRING) {
            return true;
        }
        String one = first.getString();
        String other = second.getString();
        if (one.equals(other)) {
            return true;
        }
        BigDecimal number = token.isNumeric() ? exact(one) : null;
        BigDecimal again = number == null ? null : exact(other);
        return number != null && again != null && number.compareTo(again) == 0;
    }

    /** Returns the exact value of a number; null if it is not finite. */
    private static @Nullable BigDecimal exact(String number) {
        try {
            return new BigDecimal(number);
        } catch (NumberFormatException notFinite) {
            return null;
        }
    }
}
