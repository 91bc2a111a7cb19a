context.get('service').stop(0)
String log = new File(basedir, 'build.log').text
def builds = log.split(/\[INFO\] Scanning for projects/).drop(1)
assert builds.size() == 4 : log

boolean onlyThatKey = context.get('keys') == ['Bearer not-a-real-key-of-the-service'] * 2
assert onlyThatKey
assert builds[0].contains('1 live: 1 new, 0 changed, 0 unchanged') : builds[0]
assert builds[1].contains('Recorder: 1 call served, 0 missed') : builds[1]

// The log says what changed in the words of the service, and only that.
assert builds[2] =~ /changed \S+\.json: text was "Bonjour", is "Bonsoir"\R/ : builds[2]

// Shown is the text of the stream, put together.
assert builds[3].contains('    Bonsoir\n  finish: COMPLETE') : builds[3]

def recordings = []
new File(basedir, 'src/test/recordings').eachFileRecurse(groovy.io.FileType.FILES) { recordings << it }
assert recordings.size() == 1
assert recordings[0].text.contains('"url": "https://api.cohere.com/v2/chat"')
assert !recordings[0].text.contains('not-a-real-key')
