String log = new File(basedir, 'build.log').text

// Each library was served all its recordings, and had asked nobody else.
def calls = ['anthropic-java': 3, 'azure': 4, 'google-genai': 2, 'langchain4j': 7, 'ollama4j': 2, 'openai-java': 1]
for (count in calls.values().unique(false)) {
    String sentence = "Recorder: $count ${count == 1 ? 'call' : 'calls'} served, 0 missed, 0 recordings never asked for; 0 blocked, 0 live"
    assert log.count(sentence) == calls.values().count(count) : log
}
def tests = ['anthropic-java': 3, 'azure': 4, 'google-genai': 2, 'langchain4j': 4, 'ollama4j': 2, 'openai-java': 1]
for (module in tests.keySet()) {
    def summary = new groovy.xml.XmlSlurper().parse(new File(basedir, "$module/target/failsafe-reports/failsafe-summary.xml"))
    assert summary.completed == tests[module] && summary.failures == 0 && summary.errors == 0 : "$module\n$log"
}
