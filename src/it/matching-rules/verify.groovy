String log = new File(basedir, 'build.log').text

assert log.contains('Recorder: 1 call served, 1 missed, 0 recordings never asked for') : log
// The miss names the rule that would have made it match.
assert log.contains('Your capital on (\\b\\d{4}-\\d{2}-\\d{2}') : log
// What is written stays as it was.
String recording = new File(basedir, 'src/test/recordings/recorded-before-the-rule.json').text
assert recording.contains('Today is 2026-11-20. Your capital on 2026-12-13?') : recording
