context.get('service').stop(0)
String log = new File(basedir, 'build.log').text
def builds = log.split(/\[INFO\] Scanning for projects/).drop(1)
assert builds.size() == 2 : log

// What was asked when it was recorded is asked again when it is replayed, and then nothing more goes to the services.
int live = (builds[0] =~ /(\d+) live/)[0][1] as int
assert live > 20 : builds[0]
assert context.get('asked').get() == live : log
assert builds[1] =~ /Recorder: \d+ requests? served, 0 missed/ || builds[1] =~ /Recorder: \d+ calls? served, 0 missed/ : builds[1]
assert builds[1].contains('0 blocked, 0 live') : builds[1]

def recordings = []
new File(basedir, 'src/test/recordings').eachFileRecurse(groovy.io.FileType.FILES) { recordings << it }
recordings.each { file ->
    assert !file.text.contains('127.0.0.1') : file.text
    assert !file.text.contains('not-a-real-session') : file.text
    assert !file.text.contains('YWxpY2U6') : file.text
}
// Two tenants are two responses in one file.
def responses = recordings.collect { new groovy.json.JsonSlurper().parse(it).response }
def tenants = responses.findAll { it.variants }
assert tenants.size() == 1 : log
assert tenants[0].request_headers == ['x-tenant': 'a']
assert tenants[0].variants*.request_headers == [['x-tenant': 'b']]
