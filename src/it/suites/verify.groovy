String log = new File(basedir, 'build.log').text

assert log.contains('Recorder: 7 calls served, 0 missed, 0 recordings never asked for; 0 blocked, 0 live') : log

def events = new File(basedir, 'target/recorder/ledgers').listFiles()[0].readLines()
        .collect { new groovy.json.JsonSlurper().parseText(it) }
def served = events.findAll { it.event == 'served' }
assert served.collectEntries { [it.test, it.recordings[0]] } == [
        'it.FranceIT/it.Cases#asks': 'france-suite.json',
        'it.ItalyIT/it.Cases#asks': 'italy-suite.json',
        'it.FeaturesIT#features/france.feature/asks': 'france-asks.json',
        'it.FeaturesIT#features/france.feature/asks again[1.1]': 'france-again-1.json',
        'it.FeaturesIT#features/france.feature/asks again[1.2]': 'france-again-2.json',
        'it.FeaturesIT#features/italy.feature/asks': 'italy-asks.json',
        'it.FeaturesIT#features/italy.feature/was recorded before ids were unique': 'italy-before.json'] : served

// The full name of the engine, and the id of before, are in the ledger.
def before = events.find { it.event == 'test_started' && it.former_id == 'it.FeaturesIT#scenario:6' }
assert before.unique_id == '[engine:junit-platform-suite]/[suite:it.FeaturesIT]/[engine:cucumber]' +
        '/[feature:classpath%3Afeatures%2Fitaly.feature]/[scenario:6]' : before
