// Compiles the block of Java in the README, and runs the tests of the page on the first replay.
File project = new File(basedir, '../../..').canonicalFile
def block = new File(project, 'README.md').text =~ /(?s)\n```java\n(.+?)\n```\n/
assert block.find()
new File(basedir, 'langchain4j/src/test/java/it/OfTheReadme.java').text = """package it;

import dev.langchain4j.model.openai.OpenAiChatModel;

final class OfTheReadme {

    Object builder() {
        return ${block.group(1)};
    }
}
"""
String page = new File(project, 'src/site/markdown/first-replay.md').text
['openai-java': 'OpenAiIT', 'anthropic-java': 'AnthropicIT', 'langchain4j': 'LangChain4jIT'].each { module, test ->
    def found = page =~ "(?s)\n```java\n(package com\\.acme;[^`]+class $test [^`]+)\n```\n"
    assert found.find() : test
    File source = new File(basedir, "$module/src/test/java/com/acme/${test}.java")
    source.parentFile.mkdirs()
    source.text = found.group(1)
}
return true
