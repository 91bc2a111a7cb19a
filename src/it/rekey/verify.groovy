String log = new File(basedir, 'build.log').text
def builds = log.split(/\[INFO\] Scanning for projects/).drop(1)
assert builds.size() == 3 : log

// The old name's recording answers, is said to, and is not pruned.
assert builds[0].contains('Recorder: 1 call served, 0 missed, 0 recordings never asked for') : builds[0]
assert builds[0].contains('Recorder: 1 recording of it.RiverIT#asks, which is gone, answered it.StreamIT#asks (mvn recorder:rekey)') : builds[0]
assert builds[0].contains('1 recording, 1 served, 0 pruned') : builds[0]

assert builds[1].contains('1 recording renamed') : builds[1]
assert builds[1].contains('(it.RiverIT#asks is now it.StreamIT#asks)') : builds[1]

assert builds[2].contains('Recorder: 1 call served, 0 missed, 0 recordings never asked for') : builds[2]
assert !builds[2].contains('which is gone') : builds[2]

def recordings = []
new File(basedir, 'src/test/recordings').eachFileRecurse(groovy.io.FileType.FILES) { recordings << it }
assert recordings.size() == 1 : recordings
assert recordings[0].parentFile.name == 'it.StreamIT' : recordings
assert recordings[0].text.contains('"test_id": "it.StreamIT#asks"') : recordings[0].text
