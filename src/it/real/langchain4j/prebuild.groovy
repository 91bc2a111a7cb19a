import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import java.util.concurrent.Executors

// A service that speaks for OpenAI and Anthropic. Like theirs, its responses never repeat an id. What it says is a table:
// a text of the question, and the answer or the tools to call with the values of their parameters in order.
def answers = [
    ['Translate messages', 'Ich liebe dich'],
    ['favorite color', 'Your favorite color is green.'],
    ['double newline', 'Berlin\n\nParis'],
    ['How much is 2 + 2', 'The capital of Germany is Berlin, and 2 + 2 is 4.'],
    ['capital of Germany', 'The capital of Germany is Berlin.'],
    ["Say 'Hello World'", 'Hello World'],
    ['photo', 'A cat called Whiskers.'],
    ['do you see', 'A cat and two dice.'],
    ['story', 'Once upon a time a kitten met a dog, and then another dog, and both told it a long story. ' * 20],
]
def calls = [
    ['weather in Munich and time in France', [getWeather: [['Munich']], getTime: [['France']]]],
    ['weather in Munich', [getWeather: [['Munich']]]],
    ['live in Munich', [getWeather: [['Munich']]]],
    ['What is the time now', [get_current_time: [[]], currentTime: [[]]]],
    ['date today', [currentDate: [[]]]],
    ['How much is 73 plus 78', [add: [[37, 87], [73, 78]]]],
    ['How much is 37 plus 87', [add: [[37, 87]]]],
    ['Now add 47', [add: [[124, 47]]]],
    ["multiply the result by 4", [add: [[2, 3]]]],
    ['Klaus is 37 years old', [process: [[[name: 'Klaus', age: 37, height: 1.78, married: false]]]]],
    ['Langley Falls', [process: [[[name: 'Klaus', address: [city: 'Langley Falls']]]]]],
    ['Francine has 2 children', [process: [[[name: 'Francine',
        children: [[name: 'Steve', children: []], [name: 'Hayley', children: []]]]]]]],
    ['temperature in Munich', [currentTemperature: [['Munich', 'CELSIUS']]]],
    ['Klaus is 42', [process: [[[Klaus: 42, Francine: 47]]]]],
    ['names: Klaus and Franny', [processNames: [[['Klaus', 'Franny']]]]],
    ['colors: RED and GREEN', [process: [[['RED', 'GREEN']]], processColors: [[['RED', 'GREEN']]]]],
    ['integers: 37, 73', [processNumbers: [[[37, 73]]]]],
    ['integers: 1, 2', [processNumbers: [[[1, 2]]]]],
    ['people: Klaus and Franny', [process: [[[[name: 'Klaus'], [name: 'Franny']]]]]],
    ['username with ID 62dbcc27', [getUsernameFromId: [['62dbcc27-aaf3-449a-b12d-5a904271a57f']]]],
    ['Take a photo', [takePhoto: [[]]]],
    ['Use the takePhoto tool', [takePhoto: [[]]]],
    ["Call tool 'modify'", [modify: [[7]]]],
]

String random(String prefix) { prefix + UUID.randomUUID().toString().replace('-', '').take(24) }

// Returns [calls: [[tool, arguments]…]] or [text: …].
def decide = { String question, List results, List tools, Map schema ->
    def offered = tools.collectEntries { [it.name, it] }
    def row = results.isEmpty() ? calls.find { question.contains(it[0]) && it[1].keySet().any { offered.containsKey(it) } }
        : question.contains('multiply the result') && results == ['5'] ? [null, [multiply: [[5, 4]]]] : null
    if (row != null) {
        return [calls: row[1].findAll { offered.containsKey(it.key) }.collectMany { name, lists ->
            lists.collect { values -> [name, [offered[name].parameters, values].transpose().collectEntries { it }] }
        }]
    }
    if (schema != null) {
        return [text: JsonOutput.toJson(schema.collectEntries { name, property ->
            def sunny = property.enum?.find { it.equalsIgnoreCase('sunny') }
            [name, sunny ?: question.contains('capital') ? 'Berlin' : 'Munich']
        })]
    }
    if (!results.isEmpty() && !question.contains('photo')) {
        return [text: "The result is ${results.join(' and ')}.".toString()]
    }
    [text: answers.find { question.contains(it[0]) }?.getAt(1) ?: 'I can help with that.']
}

// Returns [text, finished], where the text is cut as the request wants.
def cut = { String text, Integer maximum, List stops ->
    def stop = stops.findAll { text.contains(it) }.collect { text.indexOf(it) }.min()
    def whole = stop == null ? text : text.substring(0, stop)
    def words = whole.split('(?<=\\s)(?=\\S)').toList()
    def pieces = words.size() > 1 ? words : whole.split('(?<=\\G.{5})').toList()
    maximum == null || pieces.size() <= maximum ? [pieces, true] : [pieces.take(maximum), false]
}

def textOf = { content -> content instanceof String ? content : content.findAll { it.type == 'text' }*.text.join(' ') }

def send = { HttpExchange exchange, int status, Map body ->
    byte[] bytes = JsonOutput.toJson(body).getBytes('UTF-8')
    exchange.responseHeaders.set('Content-Type', 'application/json')
    exchange.sendResponseHeaders(status, bytes.length)
    exchange.responseBody.write(bytes)
}

def stream = { HttpExchange exchange, List events ->
    exchange.responseHeaders.set('Content-Type', 'text/event-stream')
    exchange.sendResponseHeaders(200, 0)
    events.each { exchange.responseBody.write(it.getBytes('UTF-8')); exchange.responseBody.flush() }
}

def openAi = { HttpExchange exchange, Map request ->
    if (exchange.requestHeaders.getFirst('Authorization') == 'Bearer banana') {
        return send(exchange, 401, [error: [message: 'Incorrect API key provided: banana.', type: 'invalid_request_error',
            param: null, code: 'invalid_api_key']])
    }
    if (request.messages == null) {
        return send(exchange, 400, [error: [message: "Missing required parameter: 'messages'.",
            type: 'invalid_request_error', param: 'messages', code: 'missing_required_parameter']])
    }
    def results = request.messages.reverse().takeWhile { it.role == 'tool' }.reverse().collect { textOf(it.content) }
    def question = request.messages.findAll { it.role == 'user' }.collect { textOf(it.content) }.last()
    if (request.messages.any { it.role == 'system' }) {
        question = textOf(request.messages.find { it.role == 'system' }.content) + question
    }
    def tools = (request.tools ?: []).collect { [name: it.function.name,
        parameters: it.function.parameters?.properties?.keySet() as List ?: []] }
    def format = request.response_format
    def schema = format?.type == 'json_schema' ? format.json_schema.schema.properties
        : format?.type == 'json_object' ? [city: [:]] : null
    def decision = decide(question, results, tools, schema)
    def (pieces, finished) = cut(decision.text ?: '', request.max_tokens ?: request.max_completion_tokens, request.stop ?: [])
    def toolCalls = decision.calls?.withIndex()?.collect { call, index -> [index: index, id: random('call_'), type: 'function',
        function: [name: call[0], arguments: JsonOutput.toJson(call[1])]] }
    String reason = toolCalls ? 'tool_calls' : finished ? 'stop' : 'length'
    int output = toolCalls ? 10 : pieces.size()
    def usage = [prompt_tokens: 12, completion_tokens: output, total_tokens: 12 + output]
    def head = [id: random('chatcmpl-'), created: System.currentTimeMillis().intdiv(1000), model: request.model]
    if (!request.stream) {
        def message = [role: 'assistant', content: toolCalls ? null : pieces.join('')]
        if (toolCalls) {
            message.tool_calls = toolCalls.collect { it.subMap('id', 'type', 'function') }
        }
        return send(exchange, 200, head + [object: 'chat.completion', usage: usage,
            choices: [[index: 0, message: message, logprobs: null, finish_reason: reason]]])
    }
    def chunk = { Map delta, String end -> head + [object: 'chat.completion.chunk',
        choices: [[index: 0, delta: delta, logprobs: null, finish_reason: end]]] }
    def chunks = [chunk([role: 'assistant', content: toolCalls ? null : ''], null)]
    (toolCalls ?: []).each { call ->
        chunks << chunk([tool_calls: [call + [function: [name: call.function.name, arguments: '']]]], null)
        call.function.arguments.split('(?<=\\G.{5})').each {
            chunks << chunk([tool_calls: [[index: call.index, function: [arguments: it]]]], null)
        }
    }
    if (!toolCalls) {
        pieces.each { chunks << chunk([content: it], null) }
    }
    chunks << chunk([:], reason)
    if (request.stream_options?.include_usage) {
        chunks << head + [object: 'chat.completion.chunk', choices: [], usage: usage]
    }
    stream(exchange, chunks.collect { "data: ${JsonOutput.toJson(it)}\n\n".toString() } + 'data: [DONE]\n\n')
}

def anthropic = { HttpExchange exchange, Map request ->
    def blocks = { message -> message.content instanceof String ? [[type: 'text', text: message.content]] : message.content }
    def last = blocks(request.messages.last())
    def results = last.findAll { it.type == 'tool_result' }.collect { textOf(it.content ?: '') }
    def question = request.messages.findAll { it.role == 'user' }.collectMany(blocks).findAll { it.type == 'text' }*.text.last()
    def tools = (request.tools ?: []).collect { [name: it.name, parameters: it.input_schema?.properties?.keySet() as List ?: []] }
    def decision = decide(question, results, tools, null)
    send(exchange, 200, [id: random('msg_'), type: 'message', role: 'assistant', model: request.model, stop_sequence: null,
        content: decision.calls ? decision.calls.collect { [type: 'tool_use', id: random('toolu_'), name: it[0], input: it[1]] }
            : [[type: 'text', text: decision.text]],
        stop_reason: decision.calls ? 'tool_use' : 'end_turn', usage: [input_tokens: 12, output_tokens: 10]])
}

def audio = { HttpExchange exchange ->
    byte[] bytes = new byte[4096]
    new Random(1).nextBytes(bytes)
    bytes[0] = 'I' as char as byte
    bytes[1] = 'D' as char as byte
    bytes[2] = '3' as char as byte
    exchange.responseHeaders.set('Content-Type', 'audio/mpeg')
    exchange.sendResponseHeaders(200, bytes.length)
    exchange.responseBody.write(bytes)
}

def server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
server.executor = Executors.newCachedThreadPool()
server.createContext('/') { exchange ->
    try {
        byte[] body = exchange.requestBody.readAllBytes()
        switch (exchange.requestURI.path) {
            case ~/.*\/audio\/transcriptions/: send(exchange, 200, [text: 'Hello, how are you?']); break
            case ~/.*\/audio\/speech/: audio(exchange); break
            case ~/.*\/messages/: anthropic(exchange, new JsonSlurper().parse(body)); break
            default: openAi(exchange, new JsonSlurper().parse(body))
        }
    } catch (IOException leftByTheTest) {
        // Tests cancel streams.
    } catch (Exception problem) {
        problem.printStackTrace()
    } finally {
        exchange.close()
    }
}
server.start()
context.put('service', server)
new File(basedir, 'test.properties').text = "recorder.upstream=http://127.0.0.1:${server.address.port}\n"
return true
