String log = new File(basedir, 'build.log').text

assert log.contains('Recorder: 3 calls served, 0 missed, 0 recordings never asked for; 0 blocked, 0 live') : log
assert log.contains('[INFO] Recorder: Tests started other processes, whose calls the guard does not see.') : log
assert log.contains('[WARNING] Recorder: The plugin maven-resources-plugin (goal testResources, execution too-early)'
        + ' ran before this one, and its configuration has ${recorder.acme.url}, which had no value yet.') : log
