package io.github.recorder.lifecycle;

import java.nio.file.Path;
import java.util.Map;

/**
 * The configuration of an import or an export.
 *
 * @param recordings the recordings directory
 * @param directory the recordings directory for messages
 * @param parsing how requests are parsed
 * @param environment the environment variables of the build, whose secrets must not be written
 * @param properties the system properties of the build, whose secrets must not be written
 */
public record InterchangeConfig(
        Path recordings,
        String directory,
        RequestParsingOptions parsing,
        Map<String, String> environment,
        Map<String, String> properties) {}
