String log = new File(basedir, 'build.log').text

def summary = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/failsafe-reports/failsafe-summary.xml'))
assert summary.completed == 10 && summary.failures == 0 && summary.errors == 0 : log
assert log.contains('0 calls served, 10 missed') : log
assert log.contains('on project miss-in-every-dialect: 10 calls without a recording, the first: POST /v1/chat/completions of test it.MissIT#saysSo[1]. See') : log
