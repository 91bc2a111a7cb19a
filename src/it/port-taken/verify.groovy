String log = new File(basedir, 'build.log').text
int port = context.get('taken').localPort
context.get('taken').close()

assert log =~ /Port $port of <port> \(-Drecorder\.port\) is taken/ : log
assert !new File(basedir, 'target/failsafe-reports').exists() : log
