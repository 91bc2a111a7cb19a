import com.sun.net.httpserver.HttpServer
import groovy.json.JsonOutput

// Answers as OpenAI does, also where the key is wrong or missing.
def keys = Collections.synchronizedList([])
def server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
server.createContext('/') { exchange ->
    exchange.requestBody.readAllBytes()
    String key = exchange.requestHeaders.getFirst('Authorization')
    keys << key
    boolean known = key == 'Bearer not-a-real-key-of-the-service'
    byte[] body = JsonOutput.toJson(known
        ? [id: 'chatcmpl-it', object: 'chat.completion', created: 1700000000, model: 'gpt-test',
            choices: [[index: 0, message: [role: 'assistant', content: 'Paris.'], finish_reason: 'stop']]]
        : [error: [message: 'Incorrect API key provided.', type: 'invalid_request_error', param: null, code: 'invalid_api_key']])
        .getBytes('UTF-8')
    exchange.responseHeaders.set('Content-Type', 'application/json')
    exchange.sendResponseHeaders(known ? 200 : 401, body.length)
    exchange.responseBody.write(body)
    exchange.close()
}
server.start()
context.put('service', server)
context.put('keys', keys)
new File(basedir, 'test.properties').text = "service.url=http://127.0.0.1:${server.address.port}/v1\n"
return true
