String log = new File(basedir, 'build.log').text

for (module in ['recorder-first', 'failsafe-first']) {
    def summary = new groovy.xml.XmlSlurper().parse(new File(basedir, "$module/target/failsafe-reports/failsafe-summary.xml"))
    assert summary.completed == 2 && summary.failures == 0 && summary.errors == 0 : log
    // The failure names the request, once, however often it was made.
    assert log.count("on project $module: 2 calls without a recording, the first: POST /v1/chat/completions of test ") == 1 : log
}
assert log.count('[WARNING] Recorder: No recording answers POST /v1/chat/completions') == 2 : log
assert log.count('Recorder: 1 call served, 2 missed, 0 recordings never asked for') == 2 : log
assert log.indexOf(':verify (early) @ failsafe-first') < log.indexOf(':verify (recorder) @ failsafe-first') : log
// The miss says what is nearest and where it differs; the whole story is a file.
for (module in ['recorder-first', 'failsafe-first']) {
    def reports = new File(basedir, "$module/target/recorder/misses").listFiles()
    assert reports.length == 1 && reports[0].name ==~ /1-[0-9a-f]{12}\.txt/ : log
    String report = reports[0].text
    assert report.contains('1. 3efc78762d4d1095a130a62019f7debcdf9e75521344c1bbfad527fb7428a468.json') : report
    assert report.contains('request    "Your president?"\n       recording  "Your capital?"') : report
    assert log.contains("  report     target/recorder/misses/${reports[0].name}") : log
    // The end of the run and the failure do not explain it again.
    assert log.contains("no recording answers POST /v1/chat/completions (target/recorder/misses/${reports[0].name})") : log
    assert log.contains(" See target/recorder/report/index.html#misses.") : log
}
