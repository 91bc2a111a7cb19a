import com.sun.net.httpserver.HttpServer
import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger

// A service that answers as OpenAI and Anthropic do: whole or in pieces with time between them, and once that it is busy.
def asked = new AtomicInteger()
def keys = Collections.synchronizedSet(new TreeSet<String>())
def busy = new AtomicInteger()
def server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
server.executor = Executors.newCachedThreadPool({ task -> Thread thread = new Thread(task); thread.daemon = true; thread })

def send = { exchange, int status, String type, List<String> pieces ->
    exchange.responseHeaders.set('Content-Type', type)
    exchange.sendResponseHeaders(status, 0)
    pieces.each { piece ->
        exchange.responseBody.write(piece.getBytes('UTF-8'))
        exchange.responseBody.flush()
        Thread.sleep(10)
    }
    exchange.close()
}
def completion = { String text ->
    JsonOutput.toJson([id: 'chatcmpl-it', object: 'chat.completion', created: 1700000000, model: 'gpt-test',
        choices: [[index: 0, message: [role: 'assistant', content: text], finish_reason: 'stop']],
        usage: [prompt_tokens: 3, completion_tokens: 2, total_tokens: 5]])
}
def chunk = { Map delta, String finish ->
    'data: ' + JsonOutput.toJson([id: 'chatcmpl-it', object: 'chat.completion.chunk', created: 1700000000, model: 'gpt-test',
        choices: [[index: 0, delta: delta, finish_reason: finish]]]) + '\n\n'
}

server.createContext('/') { exchange ->
    asked.incrementAndGet()
    ['Authorization', 'x-api-key'].each { name -> exchange.requestHeaders.getFirst(name)?.with { keys.add(it) } }
    def body = new JsonSlurper().parse(exchange.requestBody.readAllBytes(), 'UTF-8')
    String text = body.messages[-1].content instanceof String ? body.messages[-1].content : body.messages[-1].content[0].text
    if (exchange.requestURI.path.endsWith('/messages')) {
        send(exchange, 200, 'application/json', [JsonOutput.toJson([id: 'msg_it', type: 'message', role: 'assistant',
            model: 'claude-test', content: [[type: 'text', text: "a $text".toString()]], stop_reason: 'end_turn',
            usage: [input_tokens: 3, output_tokens: 2]])])
    } else if (body.stream) {
        send(exchange, 200, 'text/event-stream', [chunk([role: 'assistant', content: 'in '], null), chunk([content: 'pieces'], null),
            chunk([:], 'stop'), 'data: [DONE]\n\n'])
    } else if (text == 'busy' && busy.getAndIncrement() == 0) {
        exchange.responseHeaders.set('Retry-After-Ms', '20')
        send(exchange, 429, 'application/json', ['{"error":{"message":"slow down","type":"rate_limit","param":null,"code":"rate_limit"}}'])
    } else {
        send(exchange, 200, 'application/json', [completion("$text: whole".toString())])
    }
}
server.start()
context.put('service', server)
context.put('asked', asked)
context.put('keys', keys)
new File(basedir, 'test.properties').text = "recorder.upstream=http://127.0.0.1:${server.address.port}\n"
return true
