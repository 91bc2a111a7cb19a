import com.sun.net.httpserver.HttpServer
import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger

// A service that answers as OpenAI and Anthropic do: whole or in pieces with time between them, at first that it is busy, or not to the end.
// It has changed when the check asks it, after the requests that are recorded.
def recorded = 16
def limited = new AtomicInteger()
def asked = new AtomicInteger()
def keys = Collections.synchronizedSet(new TreeSet<String>())
def busy = new AtomicInteger()
def busyToo = new AtomicInteger()
def polled = new AtomicInteger()
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

def deltas = { List<Map> all, Map usage ->
    def pieces = all.collect { chunk(it, null) } + chunk([:], 'tool_calls')
    pieces << 'data: ' + JsonOutput.toJson([id: 'chatcmpl-it', object: 'chat.completion.chunk', created: 1700000000, model: 'gpt-test',
        choices: [], usage: usage]) + '\n\n'
    pieces << 'data: [DONE]\n\n'
}
// The name of a tool comes first, its arguments bit by bit.
def toolCall = deltas([
    [role: 'assistant', tool_calls: [[index: 0, id: 'call_it', type: 'function', function: [name: 'weather', arguments: '']]]],
    [tool_calls: [[index: 0, function: [arguments: '{"city":']]]],
    [tool_calls: [[index: 0, function: [arguments: '"Paris"}']]]]],
    [prompt_tokens: 7, completion_tokens: 4, total_tokens: 11])
def event = { Map data -> "event: $data.type\ndata: ${JsonOutput.toJson(data)}\n\n".toString() }
def toolUse = [
    event([type: 'message_start', message: [id: 'msg_it', type: 'message', role: 'assistant', model: 'claude-test', content: [],
        stop_reason: null, stop_sequence: null, usage: [input_tokens: 3, output_tokens: 1]]]),
    event([type: 'content_block_start', index: 0, content_block: [type: 'tool_use', id: 'toolu_it', name: 'weather', input: [:]]]),
    event([type: 'content_block_delta', index: 0, delta: [type: 'input_json_delta', partial_json: '{"city":']]),
    event([type: 'content_block_delta', index: 0, delta: [type: 'input_json_delta', partial_json: '"Paris"}']]),
    event([type: 'content_block_stop', index: 0]),
    event([type: 'message_delta', delta: [stop_reason: 'tool_use', stop_sequence: null], usage: [output_tokens: 9]]),
    event([type: 'message_stop'])]

server.createContext('/') { exchange ->
    boolean changed = asked.incrementAndGet() > recorded
    ['Authorization', 'x-api-key'].each { name -> exchange.requestHeaders.getFirst(name)?.with { keys.add(it) } }
    def body = new JsonSlurper().parse(exchange.requestBody.readAllBytes(), 'UTF-8')
    String text = body.messages[-1].content instanceof String ? body.messages[-1].content : body.messages[-1].content[0].text
    boolean anthropic = exchange.requestURI.path.endsWith('/messages')
    if (changed && text == 'plain' && limited.getAndIncrement() == 0) {
        exchange.responseHeaders.set('Retry-After', '1')
        send(exchange, 429, 'application/json', ['{"error":{"message":"slow down"}}'])
    } else if (changed && text == 'stream') {
        send(exchange, 500, 'application/json', ['{"error":{"message":"broken"}}'])
    } else if (changed && text == 'langchain') {
        send(exchange, 200, 'application/json', [completion('langchain: complete')])
    } else if (changed && body.stream && text == 'tool' && !anthropic) {
        send(exchange, 200, 'text/event-stream', toolCall.collect { it.replace('Paris', 'Rome') })
    } else if (changed && text == 'message') {
        send(exchange, 200, 'application/json', [JsonOutput.toJson([id: 'msg_it', type: 'message', role: 'assistant',
            model: 'claude-test', content: [[type: 'text', text: 'a message']], stop_reason: 'end_turn'])])
    } else if (anthropic && body.stream) {
        send(exchange, 200, 'text/event-stream', toolUse)
    } else if (anthropic && text == 'busy' && busyToo.getAndIncrement() == 0) {
        exchange.responseHeaders.set('Retry-After', '1')
        send(exchange, 429, 'application/json', ['{"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}'])
    } else if (anthropic) {
        send(exchange, 200, 'application/json', [JsonOutput.toJson([id: 'msg_it', type: 'message', role: 'assistant',
            model: 'claude-test', content: [[type: 'text', text: "a $text".toString()]], stop_reason: 'end_turn',
            usage: [input_tokens: 3, output_tokens: 2]])])
    } else if (body.stream && text == 'tool') {
        send(exchange, 200, 'text/event-stream', toolCall)
    } else if (body.stream && text == 'cut') {
        exchange.responseHeaders.set('Content-Type', 'text/event-stream')
        exchange.sendResponseHeaders(200, 0)
        exchange.responseBody.write(chunk([role: 'assistant', content: 'half'], null).getBytes('UTF-8'))
        exchange.responseBody.flush()
        Thread.sleep(100)
        throw new IOException('the service breaks off, and its server closes the connection')
    } else if (body.stream) {
        send(exchange, 200, 'text/event-stream', [chunk([role: 'assistant', content: 'in '], null), chunk([content: 'pieces'], null),
            chunk([:], 'stop'), 'data: [DONE]\n\n'])
    } else if (text == 'busy' && busy.getAndIncrement() == 0) {
        exchange.responseHeaders.set('Retry-After-Ms', '20')
        send(exchange, 429, 'application/json', ['{"error":{"message":"slow down","type":"rate_limit","param":null,"code":"rate_limit"}}'])
    } else if (text == 'poll') {
        send(exchange, 200, 'application/json', [completion(polled.getAndIncrement() % 2 == 0 ? 'wait' : 'done')])
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
