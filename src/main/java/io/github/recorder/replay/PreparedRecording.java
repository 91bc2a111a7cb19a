package io.github.recorder.replay;

import io.github.recorder.provider.ResponseTiming;
import io.github.recorder.provider.WireResponse;
import java.util.List;

/**
 * A recording whose responses are ready to be sent.
 *
 * @param path the file, relative to the recordings directory, with forward slashes
 * @param revision the store's revision of the file when it was read
 * @param responses at least one, in the order in which a test receives them; those of each variant are together
 * @param variants the request headers that the responses are for
 */
record PreparedRecording(
        String path, long revision, List<Response> responses, List<ResponseVariants.HeaderVariant> variants) {

    PreparedRecording {
        responses = List.copyOf(responses);
        variants = List.copyOf(variants);
    }

    /**
     * A response.
     *
     * @param whole the response that is sent at once
     * @param pieces the parts of its body with their times; empty if there are no times or none are used
     */
    record Response(RecorderResponse.Replayed whole, List<ResponseTiming.Piece> pieces) {

        WireResponse wire() {
            return whole.wire();
        }

        /** Returns the response for one reader, with its pace if there are times. */
        RecorderResponse.Replayed at(ReplayPace pace) {
            return pieces.isEmpty()
                    ? whole
                    : new RecorderResponse.Replayed(
                            whole.recordings(), wire(), new PacedBody(wire(), pieces, pace.factor()));
        }
    }

    /** Returns the bytes of all bodies. */
    long bytes() {
        return responses.stream()
                .mapToLong(response -> response.wire().body().capacity())
                .sum();
    }
}
