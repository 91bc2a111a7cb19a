package io.github.recorder.matching;

import io.github.recorder.recording.PythonJson;
import io.github.recorder.recording.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The recording format's identity hash, which names a file. It only speeds up the search for a file; the content
 * decides. Pure and thread-safe.
 */
public final class RequestHash {

    /** The paths of a recording's {@code url} whose hash does not include the test id. */
    private static final Set<String> WITHOUT_TEST_ID = Set.of("/api/tags", "/v1/models", "/v1/openai/v1/models");

    private static final String SUFFIX = ".json";
    private static final String MODEL_LIST_PREFIX = "models-";
    private static final int MODEL_LIST_DIGEST_LENGTH = 8;
    private static final Pattern HASH_NAME =
            Pattern.compile("(" + MODEL_LIST_PREFIX + ")?[0-9a-f]{12,64}(-[0-9a-f]{8})?\\" + SUFFIX);

    private static final String STORED_ID_PREFIX = "rec-";
    private static final int STORED_ID_DIGITS = 12;
    private static final Pattern STORED_ID =
            Pattern.compile("\"" + STORED_ID_PREFIX + "[0-9a-f]{" + STORED_ID_DIGITS + "}\"");

    private RequestHash() {}

    /**
     * Returns the hash by the current rule, 64 characters of lower-case hex; empty for a request that cannot be served.
     *
     * @param testId the {@code test_id} of the file, which only the hash of an inference request reads from there; an
     *     http request contains its own
     */
    public static Optional<String> hash(@Nullable String testId, RecordedRequest request) {
        return identity(testId, request).map(RequestHash::hex);
    }

    /**
     * Returns the text whose SHA-256 is {@link #hash}: one line of ASCII JSON; empty for a request that cannot be
     * served.
     *
     * @param testId as for {@link #hash}
     */
    public static Optional<String> canonical(@Nullable String testId, RecordedRequest request) {
        return identity(testId, request).map(PythonJson::sorted);
    }

    /**
     * Returns the hash of a canonical text.
     *
     * @param canonical as {@link #canonical} returns it
     */
    public static String ofCanonical(String canonical) {
        return HexFormat.of().formatHex(Digest.sha256().digest(canonical.getBytes(StandardCharsets.US_ASCII)));
    }

    private static Optional<JsonNode> identity(@Nullable String testId, RecordedRequest request) {
        if (request instanceof RecordedRequest.Inference inference) {
            return Optional.of(inference(testId, inference));
        }
        if (request instanceof RecordedRequest.Http http) {
            return Optional.of(http(http));
        }
        if (request instanceof RecordedRequest.Tool tool) {
            return Optional.of(tool(tool));
        }
        return Optional.empty();
    }

    private static ObjectNode inference(@Nullable String testId, RecordedRequest.Inference request) {
        RecordedUrl url = RecordedUrl.of(request.url());
        JsonNode body = RequestNormalization.normalized(request.body());
        if (url.authority().contains("bedrock") && body instanceof ObjectNode object) {
            object.remove("stream_options");
        }
        ObjectNode identity = JsonNodeFactory.instance.objectNode();
        identity.put("method", request.method().toUpperCase(Locale.ROOT));
        identity.put("endpoint", url.path());
        identity.set("body", body);
        if (!WITHOUT_TEST_ID.contains(url.path())) {
            identity.put("test_id", testId);
        }
        return identity;
    }

    private static ObjectNode http(RecordedRequest.Http request) {
        ObjectNode identity = JsonNodeFactory.instance.objectNode();
        identity.put("test_id", request.testId());
        identity.put("url", request.url());
        identity.put("method", request.method().toUpperCase(Locale.ROOT));
        identity.set("payload", RequestNormalization.normalized(request.payload()));
        return identity;
    }

    private static ObjectNode tool(RecordedRequest.Tool request) {
        ObjectNode identity = JsonNodeFactory.instance.objectNode();
        identity.set("provider", request.provider());
        identity.set("tool_name", request.toolName());
        identity.set("kwargs", request.kwargs());
        return identity;
    }

    private static String hex(JsonNode identity) {
        return HexFormat.of().formatHex(Digest.sha256().digest(PythonJson.sortedBytes(identity)));
    }

    /** Returns the eight hex digits that distinguish the recordings of one model list. */
    public static String modelListDigest(Collection<String> ids) {
        Set<String> sorted = new TreeSet<>(PythonJson.stringOrder());
        sorted.addAll(ids);
        String joined = String.join("|", sorted);
        MessageDigest sha256 = Digest.sha256();
        return HexFormat.of()
                .formatHex(sha256.digest(joined.getBytes(StandardCharsets.UTF_8)))
                .substring(0, MODEL_LIST_DIGEST_LENGTH);
    }

    /** Returns the id that a response is stored with, so that recording it again writes the same bytes. */
    public static String storedId(String hash) {
        return STORED_ID_PREFIX + hash.substring(0, STORED_ID_DIGITS);
    }

    /**
     * Returns JSON text in which all stored ids are equal. They depend on the test id, so the same response has a
     * different id in each test.
     */
    public static String withoutStoredIds(String json) {
        return STORED_ID.matcher(json).replaceAll("\"" + STORED_ID_PREFIX + "\"");
    }

    /** Returns the file name of a recording with this hash. */
    public static String fileName(String hash) {
        return hash + SUFFIX;
    }

    /** Returns the file name of a model list with this hash and these models' ids. */
    public static String modelListFileName(String hash, Collection<String> ids) {
        return MODEL_LIST_PREFIX + hash + "-" + modelListDigest(ids) + SUFFIX;
    }

    /** Returns whether a file name, without directories, is that of a model list. */
    public static boolean isModelListName(String fileName) {
        return fileName.startsWith(MODEL_LIST_PREFIX);
    }

    /** Returns whether the hash in a file name, without directories, begins with these digits. */
    public static boolean begins(String fileName, String digits) {
        return fileName.startsWith(digits) || fileName.startsWith(MODEL_LIST_PREFIX + digits);
    }

    /**
     * Returns a file name with another hash in it; empty if it does not contain a hash of the current or an older rule.
     *
     * @param fileName the name without directories
     */
    public static Optional<String> renamed(String fileName, String hash) {
        Matcher named = HASH_NAME.matcher(fileName);
        if (!named.matches()) {
            return Optional.empty();
        }
        boolean list = named.group(1) != null && named.group(2) != null;
        return Optional.of(list ? MODEL_LIST_PREFIX + hash + named.group(2) + SUFFIX : fileName(hash));
    }

    /**
     * Returns whether a file name contains this hash.
     *
     * @param fileName the name without directories
     */
    public static boolean bears(String fileName, String hash) {
        return fileName.equals(fileName(hash))
                || (fileName.startsWith(MODEL_LIST_PREFIX + hash + "-") && fileName.endsWith(SUFFIX));
    }
}
