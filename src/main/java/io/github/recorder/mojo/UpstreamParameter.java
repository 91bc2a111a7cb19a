package io.github.recorder.mojo;

import io.github.recorder.lifecycle.UpstreamRequest;
import org.jspecify.annotations.Nullable;

/** A real service, as {@code <upstream>} in {@code <upstreams>} describes it; Maven fills the fields. */
public final class UpstreamParameter {

    private @Nullable String name;
    private @Nullable String url;
    private @Nullable String dialect;
    private @Nullable String recordAs;
    private @Nullable String keyVariable;
    private @Nullable String mode;

    /** Returns what was filled in. */
    UpstreamRequest request() {
        return new UpstreamRequest(name, url, dialect, recordAs, keyVariable, mode);
    }

    /** Tells whether calls may go there: it has a mode of its own that is not {@code replay}. */
    boolean mayGoOut() {
        return mode != null && !mode.equals("replay");
    }
}
