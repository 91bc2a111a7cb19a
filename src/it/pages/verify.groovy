String log = new File(basedir, 'build.log').text.replaceAll(/\u001b\[[0-9;]*m/, '')
def builds = log.split(/\[INFO\] Scanning for projects/).drop(1)

// Maven and the plugin took each block, and only the module with a failing test failed.
new File(basedir, 'blocks.txt').readLines().each {
    assert builds[0] =~ /(?m)^\[INFO\] $it 1 \.+ SUCCESS/ : builds[0]
}
assert (builds[0] =~ /FAILURE \[/).count == 1 : builds[0]
assert builds[0].contains('FailingTest.fails') : builds[0]
// Each prints its summary, also where a test fails and Maven never reaches stop.
assert builds[0].count('Recorder: 1 call served, 0 missed, 0 recordings never asked for') == 2 : builds[0]
assert !builds[0].contains('[WARNING] Recorder') : builds[0]

// What differs from run to run is written in one way.
def plain = { String text ->
    text.replaceAll(/([0-9a-f]{8})[0-9a-f]{56}/, '$1…').replaceAll(/127\.0\.0\.1:\d+/, '127.0.0.1:PORT').replaceAll(/\d{8}T\d{6}Z/, 'TIME')
}

// The README's consoles are those of these builds: the same command, and each line in its order.
File project = new File(basedir, '../../..').canonicalFile
def goals = new Properties()
new File(basedir, 'invoker.properties').withInputStream { goals.load(it) }
def consoles = (new File(project, 'README.md').text =~ /(?s)\n```console\n\$ mvn ([^\n]+)\n(.+?)\n```\n/).collect { [it[1], it[2]] }
assert consoles.size() == 4
String printed = plain(log)
int from = printed.indexOf('[INFO] Scanning for projects', printed.indexOf('BUILD FAILURE'))
consoles.eachWithIndex { console, index ->
    assert goals["invoker.goals.${index + 2}".toString()] == '-f readme ' + console[0]
    console[1].readLines().findAll { it.strip() && it != '…' }.each { line ->
        int at = printed.indexOf('\n' + plain(line) + '\n', from)
        assert at >= 0 : "README.md: no build prints '$line' here:\n${printed.substring(from)}"
        from = at + 1
    }
}
return true
