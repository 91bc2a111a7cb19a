package io.github.recorder.testjvm;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;

/**
 * Puts the mark of the running test into OpenTelemetry's context, as an entry of its baggage, which instrumented
 * clients send with their requests. A thread that runs a test and has no other context has this one, so there is no
 * scope to close when the test ends. Loaded only if the test class path has OpenTelemetry's API 1.0 or later.
 */
final class BaggageContext implements ContextStorage {

    private static final String ENTRY = "recorder.test";

    private final ContextStorage storage;

    private BaggageContext(ContextStorage storage) {
        this.storage = storage;
    }

    /**
     * Wraps the storage of contexts, unless it is in use already. Does not create it, because an application may have
     * wrappers of its own to add.
     *
     * @throws LinkageError if OpenTelemetry's API is missing or too old
     */
    static void install() {
        if (Baggage.empty().isEmpty()) { // Throws an error if the class path has the contexts only.
            ContextStorage.addWrapper(BaggageContext::new);
        }
    }

    @Override
    public Scope attach(Context context) {
        return storage.attach(context);
    }

    @Override
    public Context current() {
        Context current = storage.current();
        if (current != null && current != Context.root()) {
            return current;
        }
        RunningMark mark = RunningMark.current();
        if (mark == null) {
            return current;
        }
        if (mark.context == null) {
            mark.context =
                    Context.root().with(Baggage.builder().put(ENTRY, mark.text).build());
        }
        return (Context) mark.context;
    }

    @Override
    public Context root() {
        return storage.root();
    }
}
