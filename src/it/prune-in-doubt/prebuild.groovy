import java.nio.file.Files

// Links are made here, for not every checkout can hold them; where they cannot be made at all, there are none.
def recordings = new File(basedir, 'src/test/recordings').toPath()
def outside = new File(basedir, 'outside').toPath()
try {
    Files.createSymbolicLink(recordings.resolve('link.json'), outside.resolve('linked.json'))
    Files.createSymbolicLink(recordings.resolve('folder'), outside)
    context.put('links', true)
} catch (IOException | UnsupportedOperationException impossible) {
    println "No symbolic links here: $impossible"
    context.put('links', false)
}
return
