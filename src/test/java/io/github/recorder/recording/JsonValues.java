package io.github.recorder.recording;

import java.math.BigInteger;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Random JSON values with what is hard about JSON: numbers at limits, odd characters, keys with a meaning. */
public final class JsonValues {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DEEPEST = 3;
    private static final String[] PARTS = {
        "a",
        "b",
        "\u0000",
        "\u001f",
        "\u007f",
        "\"",
        "\\",
        "\n",
        "\u00e9",
        "\u4e2d",
        "\ud83d",
        "\ude00",
        "\ud83d\ude00",
        "\uffff",
        "\ue000",
        "score: ",
        "attributes: {",
        "}",
        "document_id: ",
        ",",
        " ",
        "\u00a0",
        "<|",
        "|>",
        "0123abcd-45ef-6789-abcd-0123456789ab",
        "-",
        ".",
        "1",
        "23",
        "45678",
        "\u0663",
        "\ud835\udfd9",
        "e5"
    };
    private static final String[] KEYS = {"a", "b", "extra_body", "extra_query", "project_id", "stream_options"};
    private static final double[] FLOATS = {
        0.0, -0.0, 1e-5, 1e16, 1e22, 0.015625, Double.POSITIVE_INFINITY, Double.MIN_VALUE, Double.MAX_VALUE
    };

    private JsonValues() {}

    /** Returns a value of any kind, nested a few levels. */
    public static JsonNode any(Random random) {
        return value(random, DEEPEST);
    }

    /** Returns a string with control characters, halves of surrogate pairs and what normalization looks for. */
    public static String string(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(11); i > 0; i--) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return text.toString();
    }

    private static JsonNode value(Random random, int depth) {
        int kind = random.nextInt(depth > 0 ? 10 : 6);
        return switch (kind) {
            case 0 -> NODES.stringNode(string(random));
            case 1 -> NODES.numberNode(random.nextInt(2000) - 1000);
            case 2 -> NODES.numberNode(new BigInteger(random.nextInt(100), random).subtract(BigInteger.TWO.pow(62)));
            case 3 -> NODES.numberNode(number(random));
            case 4 -> NODES.booleanNode(random.nextBoolean());
            case 5 -> NODES.nullNode();
            case 6, 7 -> {
                ArrayNode array = NODES.arrayNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    array.add(value(random, depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = NODES.objectNode();
                for (int i = random.nextInt(6); i > 0; i--) {
                    String key = random.nextBoolean() ? string(random) : KEYS[random.nextInt(KEYS.length)];
                    object.set(key, value(random, depth - 1));
                }
                yield object;
            }
        };
    }

    private static double number(Random random) {
        double any = Double.longBitsToDouble(random.nextLong());
        return switch (random.nextInt(4)) {
            case 0 -> FLOATS[random.nextInt(FLOATS.length)];
            case 1 -> random.nextInt() / 1e6;
            case 2 -> random.nextInt() / 65536.0;
            default -> Double.isNaN(any) ? 0.5 : any;
        };
    }
}
