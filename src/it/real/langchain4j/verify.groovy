context.get('service').executor.shutdownNow()
context.get('service').stop(0)
String log = new File(basedir, 'build.log').text
def builds = log.split(/\[INFO\] Scanning for projects/).drop(1)
assert builds.size() == 3 : log

// All tests ran in each build, and in all but the first none of their calls left the machine or found no recording.
builds.each { build ->
    def tests = (build =~ /Tests run: (\d+), Failures: 0, Errors: 0, Skipped: \d+\n/).collect { it[1] as int }
    assert tests == [181, 13] : tests
}
builds.drop(1).each { build ->
    def served = (build =~ /Recorder: (\d+) calls served, 0 missed, 0 recordings never asked for; 0 blocked, 0 live/)
            .collect { it[1] as int }
    assert served == [251, 12] : served
}
assert (builds[1] =~ /Recorder: src\/test\/recordings: (\d+) recordings, \1 served, 0 pruned, 0 kept unserved/).count == 2 : builds[1]
assert (builds[1] =~ /Recorder: Proof: complete/).count == 2 : builds[1]

// Mockito attaches an agent by a process of its own, which is none of the tests' business.
assert !log.contains('Tests started other processes') : log
