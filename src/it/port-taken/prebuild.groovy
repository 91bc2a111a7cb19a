ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName('127.0.0.1'))
context.put('taken', taken)
new File(basedir, '.mvn').mkdirs()
new File(basedir, '.mvn/maven.config').text = "-Drecorder.port=${taken.localPort}\n"
return true
