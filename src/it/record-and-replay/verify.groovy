context.get('service').stop(0)
String log = new File(basedir, 'build.log').text

// What was asked when it was recorded is asked again when it is replayed, and then nothing more goes to the service; the check
// asks once for each recording, and once again for the one that had to wait.
assert context.get('asked').get() == 16 + 11 + 1 : log
assert log.contains('0 recordings never asked for; 0 blocked, 16 live: 11 new, 0 changed, 0 unchanged, 3 failed') : log
assert log =~ /Recorder: replaying 11 recordings/ : log
assert log.contains('Recorder: 16 calls served, 0 missed, 0 recordings never asked for') : log

// The server's own log is no user's business.
assert !log.contains('oejs.') : log

// The check says what the service answers differently, and writes no recording.
assert log.contains('Recorder: asking the real services for 11 of 11 recordings, with ') : log
assert log.contains('Recorder: openai answered 429, so the next try is in 1 s') : log
assert log.contains('Recorder: 11 recordings checked: 6 identical, 1 reworded, 2 changed, 1 shape changed, 1 could not be asked') : log
assert log =~ /shape changed it\.ClientsIT\/\S+\.json: \/usage is gone/ : log
assert log =~ /reworded \S+\.json \(50 % of the words are the same\): text was "langchain: whole", is "langchain: complete"/ : log
assert log.contains('1 could not be asked: openai answered 500') : log
assert log.contains('3 recordings differ from the real services (2 changed, 1 shape changed)') : log
def report = new groovy.xml.XmlSlurper().parse(new File(basedir, 'target/recorder/TEST-recorder-check.xml'))
assert [report.@tests, report.@failures, report.@skipped]*.text() == ['11', '3', '1'] : log

// The key that LangChain4j was given went up as it is, the dummy never did, and neither is in a recording.
boolean onlyThatKey = context.get('keys') == ['Bearer none'] as Set
assert onlyThatKey // Nothing is printed: a key of the developer's own may be among them.
def recordings = []
new File(basedir, 'src/test/recordings').eachFileRecurse(groovy.io.FileType.FILES) { recordings << it }
assert recordings.size() == 11
recordings.each { file ->
    assert file.name ==~ /[0-9a-f]{64}\.json/
    assert !file.text.contains('127.0.0.1') : file.text
    assert !file.text.contains('dummy') : file.text
}
assert recordings.any { it.text.contains('"__type__": "openai.types.chat.chat_completion_chunk.ChatCompletionChunk"') }
assert recordings.any { it.text.contains('"url": "https://api.anthropic.com/v1/messages"') }

// The ledger of the run that recorded says which test wrote which file; that of the one that replayed has nothing of it.
def ledgers = new File(basedir, 'target/recorder/ledgers').listFiles().sort { it.name }.collect { file ->
    file.readLines().collect { new groovy.json.JsonSlurper().parseText(it) }.findAll { it.event == 'recorded' }
}
def written = recordings.collectEntries { file ->
    def path = new File(basedir, 'src/test/recordings').toPath().relativize(file.toPath()).toString().replace('\\', '/')
    [path, new groovy.json.JsonSlurper().parse(file).test_id]
}
assert ledgers[0].collectEntries { [it.recording, it.test] } == written : ledgers
assert ledgers[0]*.attribution.unique() == ['exact'] : ledgers
assert ledgers[1] == [] : ledgers
// A retry is a part of what the test sees, a stream that broke off has no end, and a test that ran twice asked for the same twice.
def responses = recordings.collect { new groovy.json.JsonSlurper().parse(it).response }
assert responses.count { it.next } == 3 : log
assert responses.count { it.status == 429 && it.headers['retry-after'] == '1' && it.next*.status == [200] } == 1
assert responses.count { it.exception_data?.status_code == 429 && it.headers['retry-after-ms'] == '20' && it.next.size() == 1 } == 1
assert responses.count { it.is_streaming && it.is_exception && it.body.size() == 1 } == 1
def polled = responses.find { it.next && it.status == null && !it.is_exception }
assert polled.body.__data__.choices[0].message.content == 'wait'
assert polled.next*.body*.__data__*.choices.flatten()*.message*.content == ['done']
