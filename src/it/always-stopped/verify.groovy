String log = new File(basedir, 'build.log').text

for (module in ['unit-test-fails', 'plugin-fails', 'fork-crashes', 'no-stop-bound']) {
    assert new File(basedir, "server-of-${module}.txt").exists() : log
}
// Four in the first build, one in the second.
assert log.count('Recorder: 1 call served, 0 missed, 0 recordings never asked for') == 5 : log
def last = new groovy.xml.XmlSlurper().parse(new File(basedir, 'nothing-listens/target/failsafe-reports/failsafe-summary.xml'))
assert last.completed == 4 && last.failures == 0 && last.errors == 0 : log
