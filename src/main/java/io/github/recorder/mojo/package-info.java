/**
 * Contains the goals. Each reads its parameters, calls one collaborator, and turns the outcome into log lines or an
 * exception.
 */
@NullMarked
package io.github.recorder.mojo;

import org.jspecify.annotations.NullMarked;
