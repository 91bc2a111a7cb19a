String log = new File(basedir, 'build.log').text

// No test failed, for each expects what it gets; the goal verify fails all the same.
['caught': 'api.anthropic.com', 'okhttp': 'api.openai.com', 'own-host': 'llm.acme.example'].each { module, host ->
    assert log.contains("on project $module: Calls past the recordings:") : "$module\n$log"
    assert log.contains("  - Blocked a call to $host, made in it.") : "$module\n$log"
}
assert !log.contains('on project guard-off') : log
assert log.count('; 1 blocked, 0 live') == 3 : log
assert log.count('; 0 blocked, 0 live') == 1 : log
