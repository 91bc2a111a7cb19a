package io.github.recorder.record;

import io.github.recorder.recording.RecordedResponse;
import io.github.recorder.redaction.SecretScan;

/**
 * The response of a real service to the request of a recording.
 *
 * @param response the response in its recorded form, with its credentials replaced
 * @param secrets the secrets that must not be written, including the credentials of the request
 */
public record RepeatedExchange(RecordedResponse response, SecretScan secrets) {}
