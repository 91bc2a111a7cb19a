package io.github.recorder.check;

import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a check asks.
 *
 * @param maxRequests the maximum number of recordings that are asked; 0 for all
 * @param maxTokens the maximum number of tokens by the recorded usage; 0 for no limit
 * @param model the model to request in place of the recorded ones; null for the recorded ones
 * @param restart whether recordings with an earlier result are asked again
 * @param policy the verdicts that fail the check
 * @param day the day that chooses which recordings are first if the limits do not allow all
 * @param longestRequest the time limit for a request and its whole response
 */
public record CheckOptions(
        int maxRequests,
        long maxTokens,
        @Nullable String model,
        boolean restart,
        FailurePolicy policy,
        LocalDate day,
        Duration longestRequest) {}
