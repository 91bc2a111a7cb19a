context.get('service').stop(0)
String log = new File(basedir, 'build.log').text
def builds = log.split(/\[INFO\] Scanning for projects/).drop(1)
assert builds.size() == 2 : log

// Ids that are unique and readable, and the same when recorded and replayed.
def expected = [
    kotlin: ['it.CapitalIT#asks for the capital', 'it.CapitalIT$Again#asks once more'],
    spock: ['it.CapitalIT#asks for the capital', 'it.CapitalIT#asks in #language[0]', 'it.CapitalIT#asks in #language[1]'],
    karate: ['it.CapitalIT#capital[1.1]'],
]
expected.each { module, ids ->
    def ledgers = new File(basedir, "$module/target/recorder/ledgers").listFiles().sort { it.name }
    assert ledgers.length == 2 : module
    ledgers.each { ledger ->
        def events = ledger.readLines().collect { new groovy.json.JsonSlurper().parseText(it) }
        def asked = events.findAll { it.event == 'served' || it.event == 'live' }
        assert asked*.test.sort() == ids.sort() : "$module: $asked"
        assert asked.every { it.attribution == 'exact' } : "$module: $asked"
        assert events.findAll { it.event == 'test_finished' && it.status == 'passed' }*.test.containsAll(ids) : ledger.text
    }
}
assert (builds[1] =~ /Recorder: \d+ calls? served, 0 missed, 0 recordings never asked for; 0 blocked, 0 live/).count == 3 : builds[1]
assert (builds[1] =~ /, 0 pruned, 0 kept unserved/).count == 3 : builds[1]
