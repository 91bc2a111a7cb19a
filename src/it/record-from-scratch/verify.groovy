context.get('service').stop(0)
String log = new File(basedir, 'build.log').text

// Without the key nothing went out, and the build says in the test's exception and in its own failure what is missing.
String missing = "No key for the upstream openai: the test has only the plugin's dummy, and the environment variable OPENAI_API_KEY is not set."
assert log =~ /(?s)UnauthorizedException: .{0,20}\Q$missing\E/ : log
assert log.contains("Recordings that were not written:") || log.contains('There are test failures') : log
assert log.contains('0 live') : log

// With it one call did, and the recording was replayed without.
assert context.get('keys') == ['Bearer not-a-real-key-of-the-service'] : log
assert log.contains('1 live: 1 new, 0 changed, 0 unchanged') : log
assert log =~ /Recorder: replaying 1 recording of src\/test\/recordings/ : log
assert log.contains('Recorder: 1 call served, 0 missed') : log
def recordings = []
new File(basedir, 'src/test/recordings').eachFileRecurse(groovy.io.FileType.FILES) { recordings << it }
assert recordings.size() == 1
assert recordings[0].text.contains('"url": "https://api.openai.com/v1/v1/chat/completions"')
assert !recordings[0].text.contains('not-a-real-key')
