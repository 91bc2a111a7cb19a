String log = new File(basedir, 'build.log').text

String unreadable = 'The trust store of this test JVM, no-such-file.p12 of the system property javax.net.ssl.trustStore,' +
    ' cannot be extended by the certificate of this build'
String distrusted = 'A call to api.anthropic.com was not intercepted because its client refused the certificate of this build'
assert log.contains("[WARNING] Recorder: $unreadable") : log
assert log.contains("on project unreadable-trust-store: Calls past the recordings:") : log
assert log.contains("  - $unreadable") : log
assert log.contains("[WARNING] Recorder: $distrusted") : log
assert log.contains("on project distrusted: Calls past the recordings:") : log
assert log.contains("  - $distrusted") : log
assert log.contains('.baseUrl(System.getProperty("recorder.anthropic.url"))') : log
assert log.count('; 1 blocked, 0 live') == 2 : log
['unreadable-trust-store', 'distrusted'].each { module ->
    assert !new File(basedir, "$module/target/recorder/intercept").exists() : log
}
assert !log.contains('The test JVM should have stopped before') : log
