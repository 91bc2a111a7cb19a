String log = new File(basedir, 'build.log').text

assert log =~ /Recorder: replaying 5 recordings of src\/test\/recordings at http:\/\/127\.0\.0\.1:\d+/ : log
assert log.contains('Recorder: 5 calls served, 0 missed, 0 recordings never asked for') : log

def summary = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/failsafe-reports/failsafe-summary.xml'))
assert summary.completed == 5 : log
assert summary.failures == 0 : log
