package io.github.recorder.replay;

import io.github.recorder.provider.ResponseTiming;
import io.github.recorder.provider.WireResponse;
import io.github.recorder.store.LongRecording;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recording whose responses are ready to be sent.
 *
 * @param path the file, relative to the recordings directory, with forward slashes
 * @param revision the store's revision of the file when it was read
 * @param file the file, if the bodies stay there; else null
 * @param responses at least one, in the order in which a test receives them; those of each variant are together
 * @param variants the request headers that the responses are for
 */
record PreparedRecording(
        String path,
        long revision,
        @Nullable LongRecording file,
        List<Response> responses,
        List<ResponseVariants.HeaderVariant> variants) {

    PreparedRecording {
        responses = List.copyOf(responses);
        variants = List.copyOf(variants);
    }

    /**
     * A response.
     *
     * @param sent the response that is sent at once
     * @param pieces the parts of its body with their times; empty if there are no times or none are used
     * @param filed the body, if it stays in the file; else null
     */
    record Response(
            RecorderResponse.Replayed sent,
            List<ResponseTiming.Piece> pieces,
            @Nullable FiledBody filed) {

        WireResponse wire() {
            return sent.wire();
        }

        /** Returns the response for one reader, with its pace if there are times. */
        RecorderResponse.Replayed at(ReplayPace pace) {
            if (filed != null) {
                return new RecorderResponse.Replayed(sent.recordings(), wire(), filed.reader());
            }
            return pieces.isEmpty()
                    ? sent
                    : new RecorderResponse.Replayed(
                            sent.recordings(), wire(), new PacedBody(wire(), pieces, pace.factor()));
        }
    }

    /** Returns whether the file still has the bodies, if they stay there. */
    boolean isUnchanged() {
        return file == null || file.isUnchanged();
    }

    /** Returns the bytes of all bodies in memory. */
    long bytes() {
        return responses.stream()
                .mapToLong(response -> response.wire().body().capacity())
                .sum();
    }
}
