package io.github.recorder.diagnosis;

import io.github.recorder.matching.RequestHash;
import io.github.recorder.provider.LiveExchange;
import io.github.recorder.provider.RecordingFactory;
import io.github.recorder.recording.PythonJson;
import io.github.recorder.recording.RecordedRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The identity that a new recording of a request would have.
 *
 * @param hash the hash in the file name
 * @param canonical the text whose SHA-256 is the hash: one line of JSON
 * @param whole whether the text hides nothing
 * @param bodyCut whether the body in the text is replaced with an ellipsis
 */
public record RequestIdentity(String hash, String canonical, boolean whole, boolean bodyCut) {

    private static final Pattern BEFORE_BODY = Pattern.compile("\\{(\"body\"|\"method\": \"[A-Z]+\", \"payload\"): ");

    private static final String CUT = "\u2026";

    /** An identity with its whole text, or a text that hides secrets. */
    public RequestIdentity(String hash, String canonical, boolean whole) {
        this(hash, canonical, whole, false);
    }

    /** Returns the identity of a request's recording. */
    public static Optional<RequestIdentity> of(LiveExchange call) {
        RecordedRequest recorded = RecordingFactory.request(call);
        return RequestHash.canonical(call.request().testId(), recorded)
                .map(canonical -> new RequestIdentity(RequestHash.ofCanonical(canonical), canonical, true));
    }

    /**
     * Returns the identity with a text that does not repeat the body, and is no longer than a limit.
     *
     * @param body the body in the form that is compared; null if there was none
     * @param most the maximum number of characters
     */
    RequestIdentity bounded(@Nullable JsonNode body, int most) {
        String same = body == null ? "" : PythonJson.sorted(body);
        int at = canonical.indexOf(same);
        boolean cut = body != null
                && at > 0
                && BEFORE_BODY.matcher(canonical.substring(0, at)).matches();
        String rest = cut ? canonical.substring(0, at) + CUT + canonical.substring(at + same.length()) : canonical;
        String shown = rest.length() <= most
                ? rest
                : String.format(
                        Locale.ROOT,
                        "%s%s (%,d characters in all)",
                        rest.substring(0, BoundedJson.boundary(rest, most)),
                        CUT,
                        rest.length());
        return new RequestIdentity(hash, shown, whole, cut);
    }
}
