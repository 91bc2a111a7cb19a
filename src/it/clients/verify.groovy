String log = new File(basedir, 'build.log').text

// Each library was served both of its recordings, and had asked nobody else.
assert log.count('Recorder: 2 calls served, 0 missed, 0 recordings never asked for; 0 blocked, 0 live') == 4 : log
for (module in ['anthropic-java', 'google-genai', 'langchain4j', 'spring-ai']) {
    def summary = new groovy.xml.XmlSlurper().parse(new File(basedir, "$module/target/failsafe-reports/failsafe-summary.xml"))
    assert summary.completed == 2 && summary.failures == 0 && summary.errors == 0 : "$module\n$log"
}
