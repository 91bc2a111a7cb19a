String log = new File(basedir, 'build.log').text

def served = (log =~ /Recorder: (\d+) calls? served, 0 missed, 0 recordings never asked for/).collect { it[1] as int }
assert served.sort() == [1, 1, 1, 1, 1, 1, 2, 2, 8] : log
for (module in ['two-forks', 'fresh-forks', 'parallel', 'module-path', 'jacoco', 'junit4', 'testng', 'own-settings']) {
    def summary = new groovy.xml.XmlSlurper().parse(new File(basedir, "$module/target/failsafe-reports/failsafe-summary.xml"))
    assert summary.completed.toInteger() > 0 && summary.failures == 0 && summary.errors == 0 : "$module\n$log"
}
assert new File(basedir, 'jacoco/target/jacoco-it.exec').length() > 0 : log
