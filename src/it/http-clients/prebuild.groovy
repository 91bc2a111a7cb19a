import com.sun.net.httpserver.HttpServer
import java.util.concurrent.atomic.AtomicInteger

// Services of a company and of others, which count their requests.
def asked = new AtomicInteger()
HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
def at = { path, type, answer ->
    service.createContext(path) { call ->
        asked.incrementAndGet()
        String body = call.requestBody.getText('UTF-8')
        def (status, text) = answer(call, body)
        byte[] bytes = text.getBytes('UTF-8')
        call.responseHeaders.add('Content-Type', type)
        call.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length)
        if (bytes.length > 0) {
            call.responseBody.write(bytes)
        }
        call.close()
    }
}
at('/crm/api/health', 'application/json') { call, body -> [200, '{"service":"crm"}'] }
at('/stock/health', 'application/json') { call, body -> [200, '{"service":"stock"}'] }
at('/crm/api/customers', 'application/json') { call, body ->
    String tenant = call.requestHeaders.getFirst('X-Tenant') ?: 'none'
    body.isEmpty() ? [200, "{\"tenant\":\"$tenant\",\"query\":\"${call.requestURI.rawQuery}\"}"] : [201, body]
}
at('/crm/api/login', 'application/json') { call, body ->
    call.responseHeaders.add('Set-Cookie', 'sid=not-a-real-session-4711; Path=/; HttpOnly')
    [200, '{"user":"alice"}']
}
at('/crm/api/session', 'application/json') { call, body ->
    boolean known = (call.requestHeaders.getFirst('Cookie') ?: '').contains('sid=not-a-real-session-4711')
    known ? [200, '{"known":true}'] : [401, '{"known":false}']
}
at('/stock/locked', 'application/json') { call, body ->
    boolean known = call.requestHeaders.getFirst('Authorization') != null
    if (!known) {
        call.responseHeaders.add('WWW-Authenticate', 'Basic realm="stock"')
    }
    known ? [200, '{"open":true}'] : [401, '{"open":false}']
}

// Elasticsearch says what it is in a header, and its client checks that.
at('/search', 'application/vnd.elasticsearch+json;compatible-with=8') { call, body ->
    call.responseHeaders.add('X-Elastic-Product', 'Elasticsearch')
    call.requestURI.path.endsWith('/_bulk')
        ? [200, '{"took":3,"errors":false,"items":[{"index":{"_index":"books","_id":"1","status":201,"_version":1,"result":"created",' +
            '"_shards":{"total":1,"successful":1,"failed":0},"_seq_no":0,"_primary_term":1}}]}']
        : [200, '{"took":1,"timed_out":false,"_shards":{"total":1,"successful":1,"failed":0},"hits":{"total":{"value":1,"relation":"eq"},' +
            '"hits":[{"_index":"books","_id":"1","_score":1.0,"_source":{"title":"Dune"}}]}}']
}
at('/qdrant', 'application/json') { call, body ->
    call.requestURI.path.endsWith('/search')
        ? [200, '{"result":[{"id":1,"version":0,"score":0.98,"payload":{"title":"Dune"}}],"status":"ok","time":0.001}']
        : [200, '{"result":{"operation_id":0,"status":"completed"},"status":"ok","time":0.002}']
}
at('/bedrock', 'application/json') { call, body ->
    if (body.contains('too long')) {
        call.responseHeaders.add('x-amzn-ErrorType', 'ValidationException')
        return [400, '{"message":"The prompt is too long."}']
    }
    [200, '{"output":{"message":{"role":"assistant","content":[{"text":"Paris."}]}},"stopReason":"end_turn",' +
        '"usage":{"inputTokens":7,"outputTokens":2,"totalTokens":9},"metrics":{"latencyMs":210}}']
}
at('/tools', 'application/json') { call, body ->
    call.responseHeaders.add('Mcp-Session-Id', 'tools-0815')
    if (call.requestMethod != 'POST') {
        return [call.requestMethod == 'DELETE' ? 200 : 405, '']
    }
    def message = new groovy.json.JsonSlurper().parseText(body)
    def results = [
        'initialize': [protocolVersion: message.params?.protocolVersion, capabilities: [tools: [:]], serverInfo: [name: 'tools', version: '1']],
        'tools/list': [tools: [[name: 'add', description: 'Adds.', inputSchema: [type: 'object']]]],
        'tools/call': [content: [[type: 'text', text: '5']], isError: false]
    ]
    def result = results[message.method]
    result == null ? [202, ''] : [200, groovy.json.JsonOutput.toJson([jsonrpc: '2.0', id: message.id, result: result])]
}
at('/gemini', 'application/json') { call, body ->
    if (call.requestURI.path.endsWith('/uploaded')) {
        call.responseHeaders.add('X-Goog-Upload-Status', 'final')
        return [200, '{"file":{"name":"files/abc","displayName":"notes","mimeType":"text/plain","sizeBytes":"' + body.length() + '"}}']
    }
    call.responseHeaders.add('X-Goog-Upload-Status', 'active')
    call.responseHeaders.add('X-Goog-Upload-URL', "http://${call.requestHeaders.getFirst('Host')}/gemini/uploaded?upload_id=1".toString())
    [200, '']
}
at('/azure', 'application/json') { call, body ->
    String deployment = call.requestURI.path.split('/').find { it.startsWith('deployment-') }
    [200, groovy.json.JsonOutput.toJson([id: 'chatcmpl-it', object: 'chat.completion', created: 1700000000, model: 'gpt-test',
        choices: [[index: 0, message: [role: 'assistant', content: 'from ' + deployment], finish_reason: 'stop']]])]
}
service.start()
context.put('service', service)
context.put('asked', asked)
new File(basedir, 'test.properties').text = "service.url=http://127.0.0.1:${service.address.port}\n"
return true
