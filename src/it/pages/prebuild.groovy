// Pastes the blocks of the pages into the poms, with the version that is tested.
File project = new File(basedir, '../../..').canonicalFile
['readme', 'surefire', 'surefire-fails'].each { module ->
    File pom = new File(basedir, "$module/pom.xml")
    def place = pom.text =~ /<!-- Pasted here: the first block of (\S+)(?: under (.+?))? -->/
    assert place.find() : module
    String page = new File(project, place.group(1)).text
    String rest = place.group(2) ? page.substring(page.indexOf("\n## ${place.group(2)}\n")) : page
    def block = rest =~ /(?s)\n```xml\n(.+?)\n```\n/
    assert block.find() : place.group()
    pom.text = pom.text.replace(place.group(), block.group(1).replaceAll('<version>.*?</version>', '<version>\\${recorder.version}</version>'))
}
return true
