String log = new File(basedir, 'build.log').text

// Each prints its summary, also where a test fails and Maven never reaches stop.
assert log.count('Recorder: 1 call served, 0 missed, 0 recordings never asked for') == 3 : log
assert !log.contains('[WARNING] Recorder') : log
assert log.contains('FailingTest.fails') : log
assert (log =~ /SUCCESS \[/).count == 3 : log
assert (log =~ /FAILURE \[/).count == 1 : log
return true
