String log = new File(basedir, 'build.log').text

// The numbers of hosts are those of the table in ProviderHosts and of its upstreams.
assert log.count('of src/test/recordings at http://127.0.0.1:') == 2 : log
assert (log =~ /Recorder: .*http:\/\/127\.0\.0\.1:\d+ \(24 hosts intercepted\)/).size() == 3 : log
assert log.contains('Recorder: 4 calls served, 0 missed, 0 recordings never asked for; 0 blocked, 0 live') : log
assert log.contains('Recorder: 2 calls served, 0 missed, 0 recordings never asked for; 0 blocked, 0 live') : log
assert log.contains('Recorder: 0 calls served, 0 missed, 0 recordings never asked for; 0 blocked, 0 live') : log
for (entry in ['hard-coded': 5, 'own-trust-store': 2, 'in-mavens-jvm': 1]) {
    String module = entry.key
    def summary = new groovy.xml.XmlSlurper().parse(new File(basedir, "$module/target/failsafe-reports/failsafe-summary.xml"))
    assert summary.completed == entry.value && summary.failures == 0 && summary.errors == 0 : "$module\n$log"

    // Keys were never there, and what was trusted is gone.
    assert !new File(basedir, "$module/target/recorder/intercept").exists() : log
    new File(basedir, "$module/target").eachFileRecurse(groovy.io.FileType.FILES) { file ->
        assert !(file.name ==~ /.*\.(jks|p12|pfx|pem|key|keystore)/) : "$file\n$log"
    }
}
