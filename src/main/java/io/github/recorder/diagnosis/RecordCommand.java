package io.github.recorder.diagnosis;

/** The command that records what is missing. */
final class RecordCommand {

    static final String TEXT = "mvn verify -Drecorder.mode=record-if-missing";

    private RecordCommand() {}
}
