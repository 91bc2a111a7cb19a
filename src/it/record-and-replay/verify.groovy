context.get('service').stop(0)
String log = new File(basedir, 'build.log').text

// Five calls, of which one was made twice; and not one more when they were replayed.
assert context.get('asked').get() == 6 : log
assert log.contains('6 live: 5 new, 0 changed, 0 unchanged') : log
assert log =~ /Recorder: replaying 5 recordings/ : log
assert log.contains('Recorder: 6 calls served, 0 missed, 0 recordings never asked for') : log

// The key that LangChain4j was given went up as it is, the dummy never did, and neither is in a recording.
assert context.get('keys') == ['Bearer none'] as Set : context.get('keys')
def recordings = []
new File(basedir, 'src/test/recordings').eachFileRecurse(groovy.io.FileType.FILES) { recordings << it }
assert recordings.size() == 5
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
