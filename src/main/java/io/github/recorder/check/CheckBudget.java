package io.github.recorder.check;

/** What a check has spent of its limits. For one thread. */
final class CheckBudget {

    private final CheckOptions options;
    private int requests;
    private long tokens;

    CheckBudget(CheckOptions options) {
        this.options = options;
    }

    /** Returns whether the limits allow another request. */
    boolean allows(long moreTokens) {
        return (options.maxRequests() == 0 || requests < options.maxRequests())
                && (options.maxTokens() == 0 || tokens + moreTokens <= options.maxTokens());
    }

    /** Counts a request. */
    void spend(long moreTokens) {
        requests++;
        tokens += moreTokens;
    }

    int requests() {
        return requests;
    }

    long tokens() {
        return tokens;
    }
}
