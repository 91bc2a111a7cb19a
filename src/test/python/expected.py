#!/usr/bin/env python3
"""Writes the expected values of the tests of `recording` and `matching`, which are what Python 3 itself does.

Usage, from the project's directory: python3 src/test/python/expected.py

A table is a file of src/test/resources/python, a case a line, columns separated by tabs, values as JSON. The tables are
committed, so the tests need no Python; run this again only after adding a case.
"""
import hashlib, json, pathlib, re, urllib.parse

TABLES = pathlib.Path("src/test/resources/python")
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
RULES = [
    (re.compile(r"score:\s*[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?"), "score: __NORMALIZED__"),
    (re.compile(r",?\s*attributes:\s*\{[^}]*\}"), ""),
    (re.compile(r"document_id:\s*" + UUID), "document_id: __NORMALIZED__"),
    (re.compile(r"<\|" + UUID + r"\|>"), "<|__NORMALIZED__|>"),
    (re.compile(r"-?\d+\.\d{4,}"), lambda match: "%.5f" % float(match[0])),
]
SHARED = ("/api/tags", "/v1/models", "/v1/openai/v1/models")


def normalized(value, root=True):
    if isinstance(value, dict):
        value = {key: normalized(item, False) for key, item in value.items()}
        for key in ("extra_body", "extra_query") if root else ():
            if isinstance(value.get(key), dict):
                value[key].pop("project_id", None)
        return value
    if isinstance(value, list):
        return [normalized(item) for item in value]
    if isinstance(value, float):
        return round(value, 5)
    if isinstance(value, str):
        for pattern, by in RULES:
            value = pattern.sub(by, value)
    return value


def identity(test_id, request):
    if "kwargs" in request:
        covered = {key: request[key] for key in ("provider", "tool_name", "kwargs")}
    elif "payload" in request:
        covered = {"test_id": request.get("test_id"), "url": request["url"], "method": request["method"].upper(),
                   "payload": normalized(request["payload"])}
    else:
        url, body = urllib.parse.urlparse(request["url"]), normalized(request["body"])
        if "bedrock" in url.netloc and isinstance(body, dict):
            body.pop("stream_options", None)
        covered = {"method": request["method"].upper(), "endpoint": url.path, "body": body}
        if url.path not in SHARED:
            covered["test_id"] = test_id
    return hashlib.sha256(json.dumps(covered, sort_keys=True).encode()).hexdigest()


def table(name, rows):
    TABLES.mkdir(parents=True, exist_ok=True)
    with open(TABLES / name, "w", encoding="ascii", newline="\n") as file:
        file.writelines("\t".join(row) + "\n" for row in rows)


SORTED = [
    "\x00\x1f\x7e\x7f\x80\xff", '"\\/\b\f\n\r\t', "\u2028\u4e2d\uffff", "\U0001f600", "\ud83d", "\ude00\ud83d", "\ud83dx",
    {"\ue000": 1, "\U0001f600": 2, "\ud83d": 3, "a": 4, "B": 5, "": 6, "\uffff": 7}, {"ab": 1, "a": 2, "aa": 3},
    {"\ud83dz": 1, "\ud83d": 2, "\U0001f600": 3, "\ud83d\ue000": 4},
    {"b": {"d": [], "c": {}}, "a": [1, [2, {}]]}, [True, False, None], [float("nan"), float("inf"), float("-inf")],
    [0, -1, 2**63 - 1, 2**63, -(2**63) - 1, 10**40], [5.0, 5, -0.0, 1e400, 1e-5, 1e16, 0.1],
]
REPRS = SORTED + [
    "it's", 'say "hi"', "it's \"so\"", "", "\u00a0\u00ad\u200b\u2028\u2029\u3000 \u00e9", "\ue000\U000e0001\U0010ffff",
    {"error": {"code": None, "message": "it's"}, "n": [1, 2.5, 1e20, [], {}]}, {}, [], None, 7, "x",
]
FLOATS = """0.0 -0.0 1.0 5.0 0.1 0.30000000000000004 1e-4 1e-05 0.00001234 1.5e-7 123456.789 1e7 12345678.9 1e15 1e16 1.5e16
    9999999999999998.0 1e21 1e22 1e23 2e23 5e-324 4.9e-324 1e-323 2e-323 2.2250738585072014e-308 1.7976931348623157e308 1e100
    -1.5e-10 9007199254740993.0 4.35 2.0E-3 3.0e10 1.1754943508222875e-38 8.41e21 5.684341886080802e-14 2.2250738585072011e-308
    0.000005 0.000015 0.015625 0.046875 0.078125 -0.015625 1.000005 2.675 2.6749999 123456789.123456789 -0.000001 -0.000005
    0.000004999 1e-300 1e300 0.1234549999999 0.123455 0.5 3.0000000000000004 34359738368.123455 68719476736.123456
    4503599627370495.5 4503599627370497.5 0.3 1e-6 9.5e-5 0.00009999 1e400 -1e400""".split()
ID = "0123abcd-45ef-6789-abcd-0123456789ab"
TEXTS = [
    "", "nothing to do", "score: 0.5", "score:0.5e-3,", "score:  .5", "score: -1", "score: +1.e5", "score: x 1", "score:score: 1", "score: -",
    "score:\u00a0\u3000\x1c1", "score:\u200b1", "score: \u0663.\u0664", "score: 1E+", "score: 1e+5x", "score: 1.2.3", "score: 1score: 2",
    "a, attributes: {x: 1}b", "a ,\t\n attributes:{}", "attributes: {a", "attributes: {{}}", "attributes: x, attributes: {}",
    "  attributes: {}  attributes: {}", ",,attributes:{\n}", "attributes: { attributes: {} }", "attributes:attributes:{}",
    "document_id: " + ID, "document_id:\n" + ID + "0", "document_id: " + ID.upper(), "document_id: " + ID[:-1], "document_id: " + ID * 2,
    "<|" + ID + "|>", "<|<|" + ID + "|>", "<|" + ID + "|", "<|" + ID + "|><|" + ID + "|>", "<| " + ID + "|>",
    "1.2345", "1.234", "-1.23456789", "--1.99999", "1.23.45678", "1.23456.78901", "v1.00000001", "0.000005", "0.0000049", "-0.0000001",
    "1.2345-6.7891", "\u0661.\u0662\u0663\u0664\u0665", "\U0001d7d9.\U0001d7d8\U0001d7d8\U0001d7d8\U0001d7d8", "1.\U0001d7d8\U0001d7d8",
    "\u00b2.3333", ".12345", "1..23456", "1.12345e10", "12345678901234567890.12345", "1\u0660.00005", "\u2212" + "1.23456",
    "score: 0.12345 0.123456", ", score: 1 attributes: {score: 2} 3.00000", "1" * 310 + ".00001", "-" + "9" * 400 + ".00001",
]


def inference(url, body, method="POST"):
    return {"method": method, "url": url, "headers": {}, "body": body, "endpoint": "/v1/x", "model": "m"}


CHAT = "https://api.openai.com/v1/v1/chat/completions"
HELLO = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}]}
IDENTITIES = [
    ("com.acme.ChatIT#a", inference(CHAT, HELLO)), (None, inference(CHAT, HELLO)), ("com.acme.ChatIT#\u00e9\u4e2d\U0001f600", inference(CHAT, {})),
    ("t", inference(CHAT, {"temperature": 0.7, "top_p": 1.0, "n": 1, "seed": 2**70, "x": 0.123456, "y": 1e-7, "z": -0.0, "b": True})),
    ("t", inference(CHAT, {"n": 1.0})), ("t", inference(CHAT, {"n": 1})),
    ("t", inference(CHAT, {"\ue000": 1, "\U0001f600": 2, "\ud83d": "\ude00"})),
    ("t", inference(CHAT, {"extra_body": {"project_id": "p", "a": 1}, "extra_query": {"project_id": "p"},
                           "x": {"extra_body": {"project_id": "p"}}, "l": [{"extra_body": {"project_id": "p"}}, [{"extra_query": {"project_id": 1}}]]})),
    ("t", inference(CHAT, {"extra_body": ["project_id"], "extra_query": None, "project_id": "p"})),
    ("t", inference("https://bedrock-runtime.us-east-1.amazonaws.com/openai/v1/v1/chat/completions",
                    {"stream_options": {"include_usage": True}, "a": {"stream_options": 1}})),
    ("t", inference("https://api.openai.com/bedrock", {"stream_options": {"include_usage": True}})),
    ("t", inference("https://bedrock.x/y", [{"stream_options": 1}])), ("t", inference(CHAT, None)), ("t", inference(CHAT, "score: 1")),
    ("t", inference("http://localhost:11434/api/tags", {})), ("t", inference("https://api.openai.com/v1/models", {})),
    ("t", inference("https://h/v1/openai/v1/models", {}, "post")), ("t", inference("https://api.openai.com/v1/v1/models", {})),
    ("t", inference("http://localhost:11434/api/ps", {})), ("t", inference("vertexai://publishers/google/generate_content;x?y#z", {"config": None})),
    ("t", inference("https://h/a;b/c;d?e#f", {})), ("t", inference("HTTPS://H", {})), ("t", inference("/v1/models?x", {})), ("t", inference("", {})),
    ("t", inference("https://h/a%20b/\u00e9", {})),
    ("other", {"test_id": "t", "url": "https://h/v1/messages?beta=true", "method": "post", "payload": {"t": 1.0000001, "extra_body": {"project_id": 1}}}),
    ("other", {"url": "https://h/v1/messages", "method": "POST", "payload": None}),
    ("t", {"test_id": "t", "provider": "tavily", "tool_name": "web_search", "kwargs": {"query": "score: 0.5", "f": 1.00000001}}),
    ("t", {"provider": None, "tool_name": ["x"], "kwargs": {}}),
    ("t", inference(CHAT, {"m": "see, attributes: {a: 1} score: 0.98 document_id: " + ID + " <|" + ID + "|> 3.14159265"})),
]
MODEL_IDS = [["a", "b"], ["b", "a", "b"], [], ["gpt-4o", "\u00e9"], ["\U0001f600", "\uffff"]]
TEST_IDS = ["plain[1]", "t\u00e9", "\u4e2d\u6587", "\U0001f600", "a\x7f\x80", "\ud800", "\\xe9"]


def shown(value):
    return json.dumps(value)


def main():
    table("sorted.tsv", ((shown(value), json.dumps(value, sort_keys=True)) for value in SORTED))
    table("reprs.tsv", ((shown(value), shown(repr(value))) for value in REPRS))
    table("floats.tsv", ((text, repr(float(text)), repr(round(float(text), 5)), "%.5f" % float(text)) for text in FLOATS))
    table("texts.tsv", ((shown(text), shown(normalized(text))) for text in TEXTS))
    table("identities.tsv", ((shown(test_id), shown(request), identity(test_id, request)) for test_id, request in IDENTITIES))
    table("model_lists.tsv", ((shown(ids), hashlib.sha256("|".join(sorted(set(ids))).encode()).hexdigest()[:8]) for ids in MODEL_IDS))
    table("test_ids.tsv", ((shown(test_id), test_id.encode("ascii", "backslashreplace").decode()) for test_id in TEST_IDS))
    characters = [chr(code) for code in range(0x110000)]
    table("characters.tsv", ((name, ",".join("%x" % ord(c) for c in characters if re.match(name, c))) for name in (r"\s", r"\d")))


if __name__ == "__main__":
    main()
