String first = new File(basedir, 'build.log').text
String second = first.substring(first.lastIndexOf('Scanning for projects'))

for (file in ['broken.json, line ', 'settings.json']) {
    assert first.contains('[WARNING] Recorder: ' + file) : first
    assert first.contains('  - ' + file) : first
}
assert first.contains('-Drecorder.failOnCorrupt') : first
assert second.contains('BUILD SUCCESS') : second
assert new File(basedir, 'src/test/recordings/broken.json').text.startsWith('{') : 'The file was touched.'
