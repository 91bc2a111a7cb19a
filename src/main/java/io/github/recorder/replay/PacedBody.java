package io.github.recorder.replay;

import io.github.recorder.provider.EventTiming;
import io.github.recorder.provider.WireResponse;
import io.github.recorder.recording.RecordedResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A recorded stream whose events are sent one by one, with the time between them that they had, or a multiple of it. */
final class PacedBody implements StreamedBody {

    private final WireResponse wire;
    private final JsonNode times;
    private final double factor;

    private PacedBody(WireResponse wire, JsonNode times, double factor) {
        this.wire = wire;
        this.times = times;
        this.factor = factor;
    }

    /** Returns the body; null where no times were recorded or none are wanted. */
    static @Nullable StreamedBody of(WireResponse wire, RecordedResponse response, Pace pace) {
        JsonNode times = response.document().path(EventTiming.KEY);
        return pace.factor() == 0 || times.isEmpty() ? null : new PacedBody(wire, times, pace.factor());
    }

    @Override
    public WireResponse.Ending writeTo(Sink sink) {
        ByteBuffer body = wire.body().duplicate();
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        String type = wire.headers().getOrDefault("Content-Type", "");
        List<Integer> ends = EventTiming.ends(bytes, EventTiming.isSse(type));
        long start = System.nanoTime();
        int written = 0;
        try {
            for (int i = 0; i < ends.size(); i++) {
                double millis = i < times.size() ? times.path(i).asDouble(0) * factor : 0;
                long due = start + (long) (millis * TimeUnit.MILLISECONDS.toNanos(1));
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                sink.write(ByteBuffer.wrap(bytes, written, ends.get(i) - written));
                written = ends.get(i);
            }
            return wire.ending();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return WireResponse.Ending.CUT;
        } catch (IOException clientLeft) {
            return WireResponse.Ending.CUT;
        }
    }
}
