String log = new File(basedir, 'build.log').text
def builds = log.split(/\[INFO\] Scanning for projects/).drop(1)
assert builds.size() == 8 : log
int count = context.get('links') ? 5 : 4
def keptAll = ~/$count recordings, \d served, 0 pruned, \d kept unserved/

// Only the tests of one class ran.
assert builds[0] =~ keptAll : builds[0]
assert builds[0].contains('may have been left out by -Dit.test=AIT') : builds[0]
assert builds[0].contains('-P!matrix') : builds[0]

assert builds[1] =~ keptAll : builds[1]
assert builds[1].contains('-Pdocs, which leaves out the profile matrix') : builds[1]
assert builds[1].contains('The test plugin says "The forked VM terminated without properly saying goodbye.') : builds[1]
assert builds[1].contains('These tests began and did not end: it.BIT, it.BIT#asks') : builds[1]

// A killed Maven says nothing; where the test cannot see it, Failsafe does.
if (builds[2].contains('BUILD FAILURE')) {
    println 'Maven could not be killed here, so that is not tested.'
} else {
    assert builds[3] =~ keptAll : builds[3]
    assert builds[3] =~ /The run of it:prune-in-doubt that started at \S+Z did not come to its end/ : builds[3]
}

assert builds[4].contains('Nothing was pruned. It is not known what was served') : builds[4]
assert builds[4] =~ /broken\.jsonl cannot be read: line 1: it is not JSON/ : builds[4]

// A property that tests can read may reach into them, so the two shards prove nothing together.
assert builds[6] =~ keptAll : builds[6]
assert builds[6].contains('Proof: not complete, so nothing was removed') : builds[6]

assert builds[7].contains('Nothing was pruned. There is no ledger of') : builds[7]

def left = ['README.md', 'a.json', 'b-before.json', 'b.json', 'gone.json'] + (context.get('links') ? ['folder', 'link.json'] : [])
assert new File(basedir, 'src/test/recordings').list() as Set == left as Set : log
assert new File(basedir, 'outside/linked.json').isFile() : log
return
