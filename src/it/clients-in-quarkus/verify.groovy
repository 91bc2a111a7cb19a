String log = new File(basedir, 'build.log').text

assert log.contains('Recorder: 2 calls served, 0 missed, 0 recordings never asked for; 0 blocked, 0 live') : log
// Quarkus warns of properties of extensions that the application is without.
assert !log.contains('Unrecognized configuration key') : log
