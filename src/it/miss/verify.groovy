String log = new File(basedir, 'build.log').text

for (module in ['recorder-first', 'failsafe-first']) {
    def summary = new groovy.xml.XmlSlurper().parse(new File(basedir, "$module/target/failsafe-reports/failsafe-summary.xml"))
    assert summary.completed == 2 && summary.failures == 0 && summary.errors == 0 : log
    // The failure names the request, once, however often it was made.
    assert log.count("on project $module: Calls without a recording:") == 1 : log
}
assert log.count('[WARNING] Recorder: No recording answers POST /v1/chat/completions') == 2 : log
assert log.count('Recorder: 1 call served, 2 missed, 0 recordings never asked for') == 2 : log
assert log.indexOf(':verify (early) @ failsafe-first') < log.indexOf(':verify (recorder) @ failsafe-first') : log
