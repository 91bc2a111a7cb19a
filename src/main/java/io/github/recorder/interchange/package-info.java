/**
 * Reads the recorded requests of other tools (WireMock, HAR, VCR) as recordings, and writes recordings for other tools.
 */
@NullMarked
package io.github.recorder.interchange;

import org.jspecify.annotations.NullMarked;
