import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.Executors
import java.util.concurrent.SynchronousQueue
import java.util.concurrent.TimeUnit

// A server of the Model Context Protocol over Streamable HTTP, with the tools and resources that the published tests want.
def object = [type: 'object', properties: [:]]
def tools = ['echo', 'add', 'longRunningOperation', 'annotatedMessage', 'sampleLLM'].collect {
    [name: it, description: "The tool $it".toString(), inputSchema: object]
}
def resources = (1..10).collect { [uri: "test://resource/$it".toString(), name: "Resource $it".toString(), mimeType: 'text/plain'] }
def annotations = [error: [priority: 1.0, audience: ['user', 'assistant']], success: [priority: 0.7, audience: ['user']],
    debug: [priority: 0.3, audience: ['assistant']]]
def sampled = new ConcurrentHashMap()

def send = { HttpExchange exchange, int status, Map body ->
    byte[] bytes = body == null ? new byte[0] : JsonOutput.toJson(body).getBytes('UTF-8')
    exchange.responseHeaders.set('Content-Type', 'application/json')
    exchange.sendResponseHeaders(status, body == null ? -1 : bytes.length)
    if (body != null) {
        exchange.responseBody.write(bytes)
    }
}
def text = { value -> [content: [[type: 'text', text: value.toString()]]] }
def event = { HttpExchange exchange, Map message ->
    exchange.responseBody.write("event: message\ndata: ${JsonOutput.toJson([jsonrpc: '2.0'] + message)}\n\n".getBytes('UTF-8'))
    exchange.responseBody.flush()
}
def stream = { HttpExchange exchange ->
    exchange.responseHeaders.set('Content-Type', 'text/event-stream')
    exchange.sendResponseHeaders(200, 0)
}

def call = { HttpExchange exchange, Map request ->
    def reply = { result -> send(exchange, 200, [jsonrpc: '2.0', id: request.id, result: result]) }
    def arguments = request.params.arguments
    switch (request.params.name) {
        case 'echo': reply(text("Echo: $arguments.message")); break
        case 'add': reply(text("The sum is ${arguments.a + arguments.b}.")); break
        case 'annotatedMessage':
            reply([content: [[type: 'text', text: 'A message', annotations: annotations[arguments.messageType]],
                [type: 'image', data: 'aGVsbG8=', mimeType: 'image/png', annotations: [priority: 0.5, audience: ['user']]]]])
            break
        case 'longRunningOperation':
            stream(exchange)
            (1..arguments.steps).each {
                event(exchange, [method: 'notifications/progress',
                    params: [progressToken: request.params._meta.progressToken, progress: it, total: arguments.steps]])
            }
            event(exchange, [id: request.id, result: text('Done')])
            break
        case 'sampleLLM':
            stream(exchange)
            def id = UUID.randomUUID().toString()
            sampled[id] = new SynchronousQueue()
            event(exchange, [id: id, method: 'sampling/createMessage', params: [systemPrompt: 'You are a test.',
                maxTokens: arguments.maxTokens, messages: [[role: 'user',
                    content: [type: 'text', text: "Resource sampleLLM context: $arguments.prompt".toString()]]]]])
            def answer = sampled[id].poll(60, TimeUnit.SECONDS)
            event(exchange, [id: request.id, result: text("The model says: $answer.content.text")])
            break
        default:
            send(exchange, 200, [jsonrpc: '2.0', id: request.id, error: [code: -32602, message: 'Unknown tool']])
    }
}

def post = { HttpExchange exchange ->
    def request = new JsonSlurper().parse(exchange.requestBody.readAllBytes())
    def reply = { result -> send(exchange, 200, [jsonrpc: '2.0', id: request.id, result: result]) }
    if (request.method == null) {
        send(exchange, 202, null)
        sampled[request.id]?.put(request.result)
        return
    }
    switch (request.method) {
        case 'initialize':
            exchange.responseHeaders.set('Mcp-Session-Id', UUID.randomUUID().toString())
            reply([protocolVersion: request.params.protocolVersion, serverInfo: [name: 'scripted', version: '1'],
                capabilities: [tools: [:], resources: [:], prompts: [:], logging: [:]]])
            break
        case 'tools/list': reply([tools: tools]); break
        case 'tools/call': call(exchange, request); break
        case 'resources/list': reply([resources: resources]); break
        case 'resources/read':
            reply([contents: [[uri: request.params.uri, mimeType: 'text/plain', text: 'Some text']]])
            break
        case 'resources/templates/list': reply([resourceTemplates: []]); break
        case 'prompts/list': reply([prompts: []]); break
        default: request.id == null ? send(exchange, 202, null) : reply([:])
    }
}

def server = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
server.executor = Executors.newCachedThreadPool()
server.createContext('/') { exchange ->
    try {
        switch (exchange.requestMethod) {
            case 'POST': post(exchange); break
            case 'DELETE': send(exchange, 200, null); break
            default: send(exchange, 405, null)
        }
    } catch (Exception problem) {
        problem.printStackTrace()
    } finally {
        exchange.close()
    }
}
server.start()
context.put('service', server)
// A setting of every build of the project, so that it does not look like one that leaves tests out.
new File(basedir, '.mvn').mkdirs()
new File(basedir, '.mvn/maven.config').text = "-Dservice.url=http://127.0.0.1:${server.address.port}\n"
return true
