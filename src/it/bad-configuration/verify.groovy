String log = new File(basedir, 'build.log').text

assert log.contains('<mood> is not a parameter of the recorder plugin. Did you mean <mode>?') : log
assert log.contains('<acme.url> in <clients> is {ulr}/openai, and {ulr} is not a placeholder. Write {url}') : log
assert log.contains('The upstream acme of <upstreams> has no <url>, and no built-in service has this name.') : log
assert log.contains('-Drecorder.modus is not a property of the recorder plugin. Did you mean -Drecorder.mode?') : log
assert log.contains('<matching> is given more than once in <configuration> of the recorder plugin, and Maven') : log
