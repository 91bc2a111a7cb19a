String log = new File(basedir, 'build.log').text
def builds = log.split(/\[INFO\] Scanning for projects/).drop(1)
assert builds.size() == 5 : log

assert builds[0].contains('Nothing was pruned. There is no ledger of') : builds[0]

// Each way to call a test has its own recording, and all were found by the test alone.
assert builds[1].contains('Recorder: 8 calls served, 0 missed, 3 recordings never asked for') : builds[1]
assert builds[1].contains('Recorder: src/test/recordings: 11 recordings, 8 served, 2 stale, 1 kept unserved') : builds[1]
assert builds[1].contains('asks-before.json - superseded by it.CapitalIT/asks.json: /messages/0/content') : builds[1]
assert builds[1].contains('each-3.json - its test ran without this invocation') : builds[1]
assert builds[1].contains('1: its test is there and did not run here; its run would tell (it.CapitalIT/disabled.json)') : builds[1]
assert builds[1].contains('`mvn recorder:prune` removes what is stale') : builds[1]

assert builds[2].contains('11 recordings, 7 served, 3 pruned, 1 kept unserved') : builds[2]
assert builds[2].contains('it.RiverIT/asks.json - no module of this build has such a test any more') : builds[2]
assert builds[2].contains('Proof: complete') : builds[2]

assert builds[3].contains('Recorder: 3 recordings of') : builds[3]

assert builds[4].contains('Stale recordings, which no test needs') : builds[4]
assert builds[4].contains('it.RiverIT/asks.json') : builds[4]

def recordings = []
new File(basedir, 'src/test/recordings').eachFileRecurse(groovy.io.FileType.FILES) { recordings << it.name }
assert recordings.size() == 11 : recordings

def ledgers = new File(basedir, 'target/recorder/ledgers').listFiles().sort { it.name }.collect { it.readLines() }
assert ledgers.size() == 3
def served = ledgers[0].findAll { it.contains('"event":"served"') }.collect { new groovy.json.JsonSlurper().parseText(it) }
assert served.collectEntries { [it.test, it.attribution] } == [
        'it.CapitalIT': 'class', 'it.CapitalIT#asks': 'exact', 'it.CapitalIT#asksForEach[1]': 'exact',
        'it.CapitalIT#asksForEach[2]': 'exact', 'it.CapitalIT#asksAgain[1]': 'exact', 'it.CapitalIT#asksAgain[2]': 'exact',
        'it.CapitalIT$Inner#asks': 'exact', 'it.RiverIT#asks': 'exact']
assert ledgers[0].last().contains('"event":"end"')
