package io.github.recorder.diagnosis;

/** The command that records a missing response. */
final class RecordCommand {

    static final String TEXT = "mvn verify -Drecorder.mode=record-if-missing";

    private RecordCommand() {}
}
