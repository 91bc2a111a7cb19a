/**
 * The goals: each reads its parameters, makes one request, calls one collaborator and turns the outcome into log lines
 * or an exception.
 */
@NullMarked
package io.github.recorder.mojo;

import org.jspecify.annotations.NullMarked;
