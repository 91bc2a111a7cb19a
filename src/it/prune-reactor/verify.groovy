String log = new File(basedir, 'build.log').text

// Whichever of the two ends last prunes what both share; nobody prunes what the other is still to ask for.
assert new File(basedir, 'recordings').list().sort() == ['one.json', 'two.json'] : log

assert new File(basedir, 'forks/src/test/recordings').list().sort() ==
        ['flaky-again.json', 'flaky-first.json', 'left.json', 'plain.json', 'right.json'] : log

def ledger = new File(basedir, 'forks/target/recorder/ledgers').listFiles()[0].readLines()
def events = ledger.drop(1).collect { new groovy.json.JsonSlurper().parseText(it) }
assert events.findAll { it.event == 'session_opened' }.size() >= 3 : ledger
// Two tests at once in one JVM are told apart by what they ask for.
def parallel = events.findAll { it.event == 'served' && it.test?.startsWith('it.ParallelIT#') }
assert parallel.collectEntries { [it.test, it.recordings] } ==
        ['it.ParallelIT#asksOneThing': ['left.json'], 'it.ParallelIT#asksAnother': ['right.json']] : ledger
assert events.findAll { it.event == 'test_finished' && it.test == 'it.FlakyIT#passesWhenItRunsAgain' }*.status ==
        ['failed', 'passed'] : ledger
