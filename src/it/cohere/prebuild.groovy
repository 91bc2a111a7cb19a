import com.sun.net.httpserver.HttpServer
import java.util.concurrent.CopyOnWriteArrayList

// A service that streams as Cohere does, another text at the second call, and notes the keys.
def keys = new CopyOnWriteArrayList<String>()
HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
service.createContext('/v2/chat') { call ->
    call.requestBody.readAllBytes()
    keys << call.requestHeaders.getFirst('Authorization')
    String end = keys.size() == 1 ? 'jour' : 'soir'
    String stream = [
        '{"id":"0b6c1ad6-0000-4000-8000-00000000000' + keys.size() + '","type":"message-start","delta":{"message":{"role":"assistant","content":[]}}}',
        '{"type":"content-start","index":0,"delta":{"message":{"content":{"type":"text","text":""}}}}',
        '{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"Bon"}}}}',
        '{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"' + end + '"}}}}',
        '{"type":"content-end","index":0}',
        '{"type":"message-end","delta":{"finish_reason":"COMPLETE","usage":{"tokens":{"input_tokens":9,"output_tokens":2}}}}'
    ].collect { data -> "event: ${(data =~ /"type":"([a-z-]+)"/)[0][1]}\ndata: $data\n\n" }.join()
    byte[] bytes = stream.getBytes('UTF-8')
    call.responseHeaders.add('Content-Type', 'text/event-stream')
    call.sendResponseHeaders(200, bytes.length)
    call.responseBody.write(bytes)
    call.close()
}
service.start()
context.put('service', service)
context.put('keys', keys)
new File(basedir, 'test.properties').text = "service.url=http://127.0.0.1:${service.address.port}\n"
return true
