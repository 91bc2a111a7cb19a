String log = new File(basedir, 'build.log').text

def starts = (log =~ /Recorder: replaying 1 recording of (\S+(?: and \S+)?) at (http:\S+)/).collect { [it[1], it[2]] }
assert starts*.first() as Set == ['src/test/recordings', 'src/test/own-recordings and it:capitals:1'] as Set : log
assert starts*.last().toUnique().size() == 2 : log
assert log.count('Recorder: 20 calls served, 0 missed, 0 recordings never asked for') == 2 : log

assert log.contains('Recorder: 1 recording packed into target/capitals-1-recordings.zip') : log
File deployed = new File(basedir, 'target/repository/it/capitals/1/capitals-1-recordings.zip')
assert deployed.bytes == new File(basedir, 'capitals/target/capitals-1-recordings.zip').bytes : log
String ledger = new File(basedir, 'italy/target/recorder/ledgers').listFiles()[0].text
assert ledger.contains('"artifacts":{"3efc78762d4d1095a130a62019f7debcdf9e75521344c1bbfad527fb7428a468.json":"it:capitals:1"}') : ledger
