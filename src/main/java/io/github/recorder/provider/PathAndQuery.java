package io.github.recorder.provider;

import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Splits a path with a query. */
final class PathAndQuery {

    private PathAndQuery() {}

    /** Returns the path without the query. */
    static String withoutQuery(String pathAndQuery) {
        int mark = pathAndQuery.indexOf('?');
        return mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark);
    }

    /** Returns the query without the unwanted parameters, each as {@code name=value}; null if no parameter is left. */
    static @Nullable String withoutParameters(String query, Predicate<String> unwanted) {
        String left = Arrays.stream(query.split("&")).filter(unwanted.negate()).collect(Collectors.joining("&"));
        return left.isEmpty() ? null : left;
    }
}
