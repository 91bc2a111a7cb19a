// Compiles the block of Java in the README.
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
return true
