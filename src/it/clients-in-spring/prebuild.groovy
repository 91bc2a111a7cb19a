// Compiles the block of Java in the page on any HTTP API.
File project = new File(basedir, '../../..').canonicalFile
def block = new File(project, 'src/site/markdown/any-http-api.md').text =~ /(?s)\n```java\n(.+?)\n```\n/
assert block.find()
new File(basedir, 'spring-ai/src/test/java/it/OfThePage.java').text = """package it;

import org.springframework.web.client.RestClient;

final class OfThePage {

    record Customer(String name) {}

    Customer customer(String crmUrl) {
        ${block.group(1)}
        return customer;
    }
}
"""
return true
