context.get('service').stop(0)
String log = new File(basedir, 'build.log').text
def builds = log.split(/\[INFO\] Scanning for projects/).drop(1)
assert builds.size() == 3 : log

// Without the key nothing went out, and the build says in the test's exception and in its own failure what is missing.
String missing = "No key for the upstream openai: the test has only the plugin's dummy, and the environment variable OPENAI_API_KEY is not set."
assert builds[0] =~ /(?s)UnauthorizedException: .{0,20}\Q$missing\E/ : builds[0]
assert builds[0].contains('; 0 blocked, 0 live') : builds[0]
assert builds[0].contains('BUILD FAILURE') : builds[0]

// With it one call did, and the recording was replayed without.
boolean onlyThatKey = context.get('keys') == ['Bearer not-a-real-key-of-the-service']
assert onlyThatKey
assert builds[1].contains('1 live: 1 new, 0 changed, 0 unchanged') : builds[1]
assert builds[2] =~ /Recorder: replaying 1 recording of src\/test\/recordings/ : builds[2]
assert builds[2].contains('Recorder: 1 call served, 0 missed') : builds[2]
def recordings = []
new File(basedir, 'src/test/recordings').eachFileRecurse(groovy.io.FileType.FILES) { recordings << it }
assert recordings.size() == 1
assert recordings[0].text.contains('"url": "https://api.openai.com/v1/v1/chat/completions"')
assert !recordings[0].text.contains('not-a-real-key')
