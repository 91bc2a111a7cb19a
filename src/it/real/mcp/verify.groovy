context.get('service').executor.shutdownNow()
context.get('service').stop(0)
String log = new File(basedir, 'build.log').text
def builds = log.split(/\[INFO\] Scanning for projects/).drop(1)
assert builds.size() == 3 : log
builds.each { assert it =~ /Tests run: 37, Failures: 0, Errors: 0, Skipped: 0\n/ : it }

// The clients end their sessions in the background, so that such a request may come after the end of its test. Then another
// recording of the same request is served, and one or the other is pruned; what is left still answers all requests.
builds.drop(1).each {
    assert it =~ /Recorder: \d+ calls served, 0 missed, \d recordings? never asked for.*; 0 blocked, 0 live/ : it
}
assert builds[1] =~ /Recorder: src\/test\/recordings: \d+ recordings, \d+ served, \d pruned, \d kept unserved/ : builds[1]
