String log = new File(basedir, 'build.log').text

// Each framework was served all its recordings, and had asked nobody else.
def calls = ['langchain4j-starter': 2, 'spring-ai': 6, 'spring-ai-1': 9]
for (module in calls.keySet()) {
    def summary = new groovy.xml.XmlSlurper().parse(new File(basedir, "$module/target/failsafe-reports/failsafe-summary.xml"))
    assert summary.completed == calls[module] && summary.failures == 0 && summary.errors == 0 : "$module\n$log"
    String sentence = "Recorder: ${calls[module]} calls served, 0 missed, 0 recordings never asked for; 0 blocked, 0 live"
    assert log.count(sentence) == 1 : log
}
