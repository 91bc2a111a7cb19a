String log = new File(basedir, 'build.log').text

// Each framework under each version of Failsafe: the test was found, run, and served.
def frameworks = ['junit4', 'junit5', 'vintage', 'testng']
def ran = ['2.22.2': frameworks, '3.2.5': frameworks + 'junit6', '3.5.6': frameworks + 'junit6', '3.6.1': frameworks + 'junit6']
ran.each { version, names ->
    names.each { name -> assert log =~ /failsafe(-maven-plugin|-plugin)?:$version:integration-test \(failsafe\) @ $name/ : "$name $version\n$log" }
}
assert log.count('Recorder: 1 call served, 0 missed, 0 recordings never asked for; 0 blocked, 0 live') == 19 : log
