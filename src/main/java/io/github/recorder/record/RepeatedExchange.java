package io.github.recorder.record;

import io.github.recorder.recording.Recording;
import io.github.recorder.redaction.SecretScan;

/**
 * The response of a real service to the request of a recording.
 *
 * @param live the request and the response in their recorded form, with the credentials replaced
 * @param secrets the secrets that must not be written, including the credentials of the request
 */
public record RepeatedExchange(Recording live, SecretScan secrets) {}
