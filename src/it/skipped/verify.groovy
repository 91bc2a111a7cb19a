String log = new File(basedir, 'build.log').text

assert !log.contains('Recorder: replaying') : log
assert !log.contains('calls served') : log
assert log.contains('Recorder: skipped (<skip>, -Drecorder.skip)') : log
assert log.count('Recorder: skipped because tests are skipped') == 3 : log
def summary = new groovy.xml.XmlSlurper().parse(new File(basedir, 'recorder-skip/target/failsafe-reports/failsafe-summary.xml'))
assert summary.completed == 1 && summary.errors == 0 && summary.failures == 0 : log
