String log = new File(basedir, 'build.log').text

def urls = (log =~ /Recorder: replaying 1 recording of src\/test\/recordings at (http:\S+)/).collect { it[1] }
assert urls.size() == 2 : log
assert urls.toUnique().size() == 2 : log
assert log.count('Recorder: 20 calls served, 0 missed, 0 recordings never asked for') == 2 : log
