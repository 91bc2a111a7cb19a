// Maven itself may reset the terminal's colour before and after what a goal prints.
String log = new File(basedir, 'build.log').text.replaceAll(/\u001b\[[0-9;]*m/, '')
String hash = '3efc78762d4d1095a130a62019f7debcdf9e75521344c1bbfad527fb7428a468'

// Text comes without Maven's prefixes, so that a pipe can use it.
assert log =~ /(?m)^file       $hash\.json$/ : log
assert log =~ /(?m)^    Your capital\?$/ : log
assert log =~ /(?m)^    Paris$/ : log
assert log.contains('No recording is no-such-recording:') : log

// JSON is one value.
int start = log.indexOf('{\n  "method"')
assert start >= 0 : log
def json = new groovy.json.JsonSlurper().parseText(log.substring(start, log.indexOf('\n}\n', start) + 2))
assert json.responses == ["${hash}.json".toString()] : log

assert log =~ /(?m)^response   none$/ : log
assert log =~ /(?m)^           request    "Your president\?"$/ : log
assert log =~ /(?m)^           recording  "Your capital\?"$/ : log
assert log.contains('No recording answers the request of ') : log
