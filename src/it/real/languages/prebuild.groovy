import com.sun.net.httpserver.HttpServer
import groovy.json.JsonOutput

def server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
server.createContext('/') { exchange ->
    exchange.requestBody.readAllBytes()
    byte[] body = JsonOutput.toJson([id: 'chatcmpl-it', object: 'chat.completion', created: 1700000000, model: 'gpt-4o-mini',
        choices: [[index: 0, message: [role: 'assistant', content: 'Paris'], finish_reason: 'stop']]]).getBytes('UTF-8')
    exchange.responseHeaders.set('Content-Type', 'application/json')
    exchange.sendResponseHeaders(200, body.length)
    exchange.responseBody.write(body)
    exchange.close()
}
server.start()
context.put('service', server)
new File(basedir, 'test.properties').text = "recorder.upstream=http://127.0.0.1:${server.address.port}\n"
return true
