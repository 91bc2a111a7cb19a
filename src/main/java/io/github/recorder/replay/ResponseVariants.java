package io.github.recorder.replay;

import io.github.recorder.provider.KnownServices;
import io.github.recorder.recording.RecordedResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Responses to one request that differ by a request header. The first is the response of the file, so that a reader
 * without support for variants sees it; the others are under the key {@value RecordedResponse#VARIANTS} of that
 * response. Each holds under {@value #HEADERS} the headers by which it differs, with their values, which are empty for
 * a header that the request did not have. Each may be a {@link ResponseSequence}.
 *
 * <p>Some headers are compared because the user configured them: a request with another value is another request. The
 * headers of HTTP's content negotiation, and those by which a known service offers forms of its API, only choose the
 * best of several responses, and none of them must match.
 */
public final class ResponseVariants {

    /** The key of the request headers of a variant. */
    static final String HEADERS = "request_headers";

    /**
     * RFC 9110, 12.5, 13.1 and 14.2, the headers that name the operation in SOAP and at AWS, and those of known
     * services.
     */
    private static final Set<String> NEGOTIATING = Stream.concat(
                    Stream.of(
                            "accept",
                            "accept-charset",
                            "accept-language",
                            "if-match",
                            "if-modified-since",
                            "if-none-match",
                            "if-unmodified-since",
                            "range",
                            "soapaction",
                            "x-amz-target"),
                    KnownServices.negotiating().stream())
            .collect(Collectors.toUnmodifiableSet());

    private ResponseVariants() {}

    /**
     * A response to a request.
     *
     * @param headers the request headers that may count, by name in lower case
     * @param response its stored form
     */
    public record VariantResponse(Map<String, String> headers, ObjectNode response) {}

    /**
     * The responses of a recording for certain request headers.
     *
     * @param headers the headers by which they differ from others, by name in lower case
     * @param first the position of the first among {@link #all}
     * @param size their number
     */
    public record HeaderVariant(Map<String, String> headers, int first, int size) {}

    /** Returns the names of all headers that may count, in lower case. */
    public static Set<String> headers(Set<String> required) {
        return Stream.concat(NEGOTIATING.stream(), required.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns all responses of a recording, at least one: the steps of each variant. */
    public static List<RecordedResponse> all(RecordedResponse first) {
        return variants(first).stream()
                .flatMap(variant -> ResponseSequence.of(variant).stream())
                .toList();
    }

    /** Returns the variants of a recording, at least one. */
    public static List<HeaderVariant> of(RecordedResponse first) {
        List<HeaderVariant> variants = new ArrayList<>();
        int position = 0;
        for (RecordedResponse variant : variants(first)) {
            int size = ResponseSequence.of(variant).size();
            variants.add(new HeaderVariant(headersOf(variant), position, size));
            position += size;
        }
        return List.copyOf(variants);
    }

    /**
     * Returns the positions of the responses that best match a request, which are consecutive; empty if none does.
     *
     * @param headers the request headers that may count, by name in lower case
     * @param required the headers that must match
     */
    static List<Integer> choose(List<HeaderVariant> variants, Map<String, String> headers, Set<String> required) {
        List<HeaderVariant> fitting = variants.stream()
                .filter(variant -> variant.headers().entrySet().stream()
                        .filter(header -> required.contains(header.getKey()))
                        .allMatch(header -> header.getValue().equals(headers.getOrDefault(header.getKey(), ""))))
                .toList();
        int best = fitting.stream()
                .mapToInt(variant -> fit(variant.headers(), headers))
                .max()
                .orElse(0);
        return fitting.stream()
                .filter(variant -> fit(variant.headers(), headers) == best)
                .flatMap(variant -> IntStream.range(variant.first(), variant.first() + variant.size())
                        .boxed())
                .toList();
    }

    /**
     * Returns the required headers whose value no variant has, with their values in the request and in the recording,
     * as a phrase; all required headers if each value was recorded, but not together.
     */
    static String difference(List<HeaderVariant> variants, Map<String, String> headers, Set<String> required) {
        Set<String> unknown = new TreeSet<>(required);
        unknown.removeIf(name -> variants.stream()
                .anyMatch(variant -> shown(variant.headers(), name).equals(shown(headers, name))));
        return (unknown.isEmpty() ? new TreeSet<>(required) : unknown)
                .stream()
                        .map(name -> name + " is " + shown(headers, name) + ", recorded is "
                                + variants.stream()
                                        .map(variant -> shown(variant.headers(), name))
                                        .distinct()
                                        .collect(Collectors.joining(" and ")))
                        .collect(Collectors.joining("; "));
    }

    private static String shown(Map<String, String> headers, String name) {
        String value = headers.getOrDefault(name, "");
        return value.isEmpty() ? "absent" : value;
    }

    /** Two points for each equal value, one for a header that both or neither have. */
    private static int fit(Map<String, String> recorded, Map<String, String> live) {
        return recorded.entrySet().stream()
                .mapToInt(header -> {
                    String value = live.getOrDefault(header.getKey(), "");
                    return value.equals(header.getValue())
                            ? 2
                            : value.isEmpty() == header.getValue().isEmpty() ? 1 : 0;
                })
                .sum();
    }

    /**
     * Returns the response that holds these responses.
     *
     * @param responses in the order of their arrival, at least one
     * @param required the headers that must match
     * @param kept the response of the file, whose other variants are kept; empty to keep none
     */
    public static ObjectNode joined(
            List<VariantResponse> responses, Set<String> required, Optional<RecordedResponse> kept) {
        List<ObjectNode> variants = new ArrayList<>();
        Collection<List<VariantResponse>> groups = groups(responses, required);
        Set<String> counting = new TreeSet<>(required);
        counting.addAll(differing(groups, responses));
        for (List<VariantResponse> group : groups(responses, counting)) {
            ObjectNode joined = ResponseSequence.joined(
                    group.stream().map(VariantResponse::response).toList());
            if (!counting.isEmpty()) {
                ObjectNode headers = joined.putObject(HEADERS);
                values(group.get(0), counting).forEach(headers::put);
            }
            variants.add(joined);
        }
        kept.ifPresent(file -> variants.addAll(
                0,
                variants(file).stream()
                        .map(RecordedResponse::document)
                        .filter(old -> groups.stream().noneMatch(group -> isOf(old, values(group.get(0), required))))
                        .map(ResponseVariants::alone)
                        .toList()));
        ObjectNode first = alone(variants.get(0));
        if (variants.size() > 1) {
            ArrayNode others = first.putArray(RecordedResponse.VARIANTS);
            variants.subList(1, variants.size()).forEach(others::add);
        }
        return first;
    }

    private static ObjectNode alone(ObjectNode variant) {
        ObjectNode copy = variant.objectNode();
        copy.setAll(variant);
        copy.remove(RecordedResponse.VARIANTS);
        return copy;
    }

    private static boolean isOf(ObjectNode variant, Map<String, String> required) {
        Map<String, String> headers = headersOf(new RecordedResponse(variant));
        return required.entrySet().stream()
                .allMatch(header ->
                        headers.getOrDefault(header.getKey(), header.getValue()).equals(header.getValue()));
    }

    /** Returns the negotiating headers by which the responses of one of the groups differ. */
    private static Set<String> differing(Collection<List<VariantResponse>> groups, List<VariantResponse> all) {
        if (all.size() == 1) {
            return Set.of();
        }
        Set<String> negotiating = NEGOTIATING.stream()
                .filter(name -> all.stream()
                                .map(response -> response.headers().getOrDefault(name, ""))
                                .distinct()
                                .count()
                        > 1)
                .collect(Collectors.toSet());
        boolean matter = groups.stream()
                .anyMatch(group -> groups(group, negotiating).stream()
                                .map(part -> part.stream()
                                        .map(VariantResponse::response)
                                        .collect(Collectors.toCollection(LinkedHashSet::new)))
                                .distinct()
                                .count()
                        > 1);
        return matter ? negotiating : Set.of();
    }

    private static Collection<List<VariantResponse>> groups(List<VariantResponse> responses, Set<String> headers) {
        return responses.stream()
                .collect(Collectors.groupingBy(
                        response -> values(response, headers), LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    private static Map<String, String> values(VariantResponse response, Set<String> headers) {
        return headers.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        name -> response.headers().getOrDefault(name, ""),
                        (one, other) -> one,
                        TreeMap::new));
    }

    private static List<RecordedResponse> variants(RecordedResponse first) {
        List<RecordedResponse> all = new ArrayList<>();
        all.add(first);
        first.document().path(RecordedResponse.VARIANTS).forEach(other -> {
            if (other instanceof ObjectNode response) {
                all.add(new RecordedResponse(response));
            }
        });
        return all;
    }

    private static Map<String, String> headersOf(RecordedResponse variant) {
        return variant.document()
                .path(HEADERS)
                .propertyStream()
                .collect(Collectors.toMap(
                        header -> header.getKey(), header -> header.getValue().asString("")));
    }
}
