String log = new File(basedir, 'build.log').text
def builds = log.split(/\[INFO\] Scanning for projects/).drop(1)
assert builds.size() == 9 : log
int count = context.get('links') ? 5 : 4
def keptAll = ~/$count recordings, [01] served, 0 pruned, [${count - 1}$count] kept unserved/

// Only the tests of one class ran.
assert builds[0] =~ keptAll : builds[0]
assert builds[0].contains('Tests were left out by -Dit.test=AIT') : builds[0]

assert builds[1] =~ keptAll : builds[1]
assert builds[1].contains('The test plugin says "The forked VM terminated without properly saying goodbye.') : builds[1]
assert builds[1].contains('These tests began and did not end: it.BIT, it.BIT#asks') : builds[1]

// A killed Maven says nothing; where the test cannot see it, Failsafe does.
if (builds[2].contains('BUILD FAILURE')) {
    println 'Maven could not be killed here, so that is not tested.'
} else {
    def ledger = new File(basedir, 'killed/recorder/ledgers').listFiles()[0].text
    assert ledger.contains('"event":"test_started"') && !ledger.contains('"event":"end"') : ledger
    assert builds[3] =~ keptAll : builds[3]
    assert builds[3] =~ /The run of it:prune-in-doubt that started at \S+Z did not come to its end/ : builds[3]
}

assert builds[4].contains('Nothing was pruned, for it is not known what was served') : builds[4]
assert builds[4] =~ /broken\.jsonl cannot be read: line 1: it is not JSON/ : builds[4]

// Two shards, of code that is no longer the same; and of this code.
assert builds[6] =~ keptAll : builds[6]
assert builds[6].contains('The sources or the pom of it:prune-in-doubt changed since its last run') : builds[6]
assert builds[7].contains('Proof: complete (2 runs of this code, 2 tests)') : builds[7]
def links = context.get('links')
assert builds[7].contains(links ? '5 recordings, 2 served, 1 deleted, 2 kept' : '4 recordings, 2 served, 1 deleted, 1 kept') : builds[7]
// Each shard chose its class, so nobody knows whether that of gone.json, in a library say, has run.
def unseen = links ? '2: %s (gone.json, link.json)' : '1: %s (gone.json)'
assert builds[7].contains(String.format(unseen, 'its test class was not seen, and each run ran only classes that were chosen')) : builds[7]

assert builds[8].contains('Nothing was pruned, for there is no ledger of') : builds[8]

def left = ['README.md', 'a.json', 'b.json', 'gone.json'] + (links ? ['folder', 'link.json'] : [])
assert new File(basedir, 'src/test/recordings').list() as Set == left as Set : log
assert new File(basedir, 'outside/linked.json').isFile() : log
return
