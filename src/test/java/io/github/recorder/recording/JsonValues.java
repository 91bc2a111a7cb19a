package io.github.recorder.recording;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.providers.ArbitraryProvider;
import net.jqwik.api.providers.TypeUsage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Any JSON values for properties, with what is hard about them: numbers at limits, odd characters, equal keys. */
public final class JsonValues {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonValues() {}

    /** Returns values of any kind, nested a few levels. */
    public static Arbitrary<JsonNode> any() {
        return Arbitraries.lazyOf(JsonValues::scalars, JsonValues::scalars, JsonValues::arrays, JsonValues::objects);
    }

    /** Returns objects of a few members. */
    public static Arbitrary<JsonNode> objects() {
        return Arbitraries.maps(strings(), any()).ofMaxSize(4).map(members -> {
            ObjectNode object = NODES.objectNode();
            members.forEach(object::set);
            return object;
        });
    }

    /** Returns strings with control characters, halves of surrogate pairs and what normalization looks for. */
    public static Arbitrary<String> strings() {
        return Arbitraries.of(
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
                        "e5",
                        "extra_body",
                        "project_id")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }

    private static Arbitrary<JsonNode> scalars() {
        Arbitrary<JsonNode> texts = strings().map(NODES::stringNode);
        Arbitrary<JsonNode> integers = Arbitraries.oneOf(
                        Arbitraries.bigIntegers()
                                .between(BigInteger.ONE.shiftLeft(80).negate(), BigInteger.ONE.shiftLeft(80)),
                        Arbitraries.integers().map(BigInteger::valueOf))
                .map(value -> Json.parse(value.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        Arbitrary<JsonNode> floats = Arbitraries.oneOf(
                        Arbitraries.longs().map(Double::longBitsToDouble),
                        Arbitraries.integers().map(value -> value / 1e4),
                        Arbitraries.of(0.0, -0.0, 1e-5, 1e16, 1e22, Double.POSITIVE_INFINITY, 5e-324))
                .filter(value -> !value.isNaN())
                .map(NODES::numberNode);
        Arbitrary<JsonNode> others =
                Arbitraries.of(List.of(NODES.booleanNode(true), NODES.booleanNode(false), NODES.nullNode()));
        return Arbitraries.oneOf(texts, integers, floats, others);
    }

    private static Arbitrary<JsonNode> arrays() {
        return any().list().ofMaxSize(4).map(items -> NODES.arrayNode().addAll(items));
    }

    /** Lets a property take a {@code @ForAll JsonNode}. */
    public static final class Provider implements ArbitraryProvider {

        @Override
        public boolean canProvideFor(TypeUsage type) {
            return type.isOfType(JsonNode.class);
        }

        @Override
        public java.util.Set<Arbitrary<?>> provideFor(TypeUsage type, SubtypeProvider subtypes) {
            return java.util.Set.of(any());
        }
    }
}
