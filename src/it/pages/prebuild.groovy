import groovy.xml.XmlSlurper

// Pastes each block of XML in the pages into a pom, with the version that is tested.
File project = new File(basedir, '../../..').canonicalFile

String tested(String block) {
    block.replaceAll('<version>0\\.1\\.0</version>', '<version>\\${recorder.version}</version>')
}

// The blocks that have a module with tests of their own.
['readme', 'surefire', 'surefire-fails'].each { module ->
    File pom = new File(basedir, "$module/pom.xml")
    def place = pom.text =~ /<!-- Pasted here: the first block of (\S+)(?: under (.+?))? -->/
    assert place.find() : module
    String page = new File(project, place.group(1)).text
    String rest = place.group(2) ? page.substring(page.indexOf("\n## ${place.group(2)}\n")) : page
    def block = rest =~ /(?s)\n```xml\n(.+?)\n```\n/
    assert block.find() : place.group()
    pom.text = pom.text.replace(place.group(), tested(block.group(1)))
}

String GOALS = '<executions><execution><goals><goal>start</goal><goal>stop</goal><goal>verify</goal></goals></execution></executions>'
String RECORDER = '<groupId>io.github.recorder</groupId><artifactId>recorder-maven-plugin</artifactId>'

// Where a block belongs that is not a whole plugin.
def plugins = { String text -> "<build><plugins>$text</plugins></build>" }
def recorder = { String configuration -> plugins("<plugin>$RECORDER$configuration$GOALS</plugin>") }
def configured = { String text -> recorder("<configuration>$text</configuration>") }
def failsafe = { String configuration ->
    plugins("<plugin><artifactId>maven-failsafe-plugin</artifactId>$configuration</plugin><plugin>$RECORDER$GOALS</plugin>")
}
def place = [
    plugin: plugins,
    configuration: { String text -> text.contains('<environmentVariables>') ? failsafe(text) : recorder(text) },
    systemPropertyVariables: { String text -> failsafe("<configuration>$text</configuration>") },
    upstreams: configured,
    upstream: { String text -> configured("<upstreams>$text</upstreams>") },
    matching: configured,
    replacement: { String text -> configured("<matching><replace>$text</replace></matching>") },
    dependency: { String text -> "<dependencies>$text</dependencies>" + recorder('') },
    reporting: { String text -> text + recorder('') },
]

def modules = []
def write = { String name, String coordinates, String recordings, String content ->
    File folder = new File(basedir, "blocks/$name")
    folder.mkdirs()
    new File(folder, 'pom.xml').text = """<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>it</groupId>
    <artifactId>pages</artifactId>
    <version>1</version>
    <relativePath>../..</relativePath>
  </parent>
  $coordinates
  <properties><recorder.recordings>$recordings</recorder.recordings></properties>
${tested(content)}
</project>
"""
    modules << "<module>blocks/$name</module>"
}

def pages = [new File(project, 'README.md')]
pages.addAll(new File(project, 'src/site/markdown').listFiles().findAll { it.name.endsWith('.md') }.sort())
def blocks = []
pages.each { page ->
    (page.text =~ /(?s)\n```xml\n(.+?)\n```\n/).eachWithIndex { block, index ->
        blocks << [name: page.name.replace('.md', '').toLowerCase() + '-' + (index + 1), text: block[1]]
    }
}
// The artifacts that blocks use come from the block that publishes one.
String publish = blocks.find { it.text.contains('<goal>package</goal>') }.text
blocks.collectMany { (it.text =~ /<artifact>(\S+):(\S+):(\S+)<\/artifact>/).collect { it } }.each {
    String coordinates = "<groupId>${it[1]}</groupId><artifactId>${it[2]}</artifactId><version>${it[3]}</version>"
    write(it[2], coordinates, '../../recordings', plugins(publish))
}
blocks.each {
    String root = new XmlSlurper(false, false).parseText(it.text).name()
    assert place.containsKey(root) : "$it.name: say in prebuild.groovy where a block with <$root> belongs"
    write(it.name, "<artifactId>$it.name</artifactId>", 'src/test/recordings', place[root](it.text))
}
File pom = new File(basedir, 'pom.xml')
pom.text = pom.text.replace('<!-- Added here: a module for each block of XML -->', modules.join(''))
new File(basedir, 'blocks.txt').text = blocks*.name.join('\n')

// The block of Gradle, ide.md, is a script of Groovy.
def gradle = new File(project, 'src/site/markdown/ide.md').text =~ /(?s)\n```groovy\n(.+?)\n```\n/
assert gradle.find()
new GroovyShell().parse(gradle.group(1))

// The README's project is one of git, as a user's is.
new File(basedir, 'readme/.gitignore').text = 'target/\n'
[['init', '-q'], ['add', '-A'], ['-c', 'user.name=it', '-c', 'user.email=it@example.com', 'commit', '-q', '-m', 'Tests']].each {
    def git = (['git'] + it).execute(null, new File(basedir, 'readme'))
    assert git.waitFor() == 0 : git.err.text
}
return true
