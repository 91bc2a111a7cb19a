// Compiles the block of Java in the page on any HTTP API, and runs the test of the page on the first replay.
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
def found = new File(project, 'src/site/markdown/first-replay.md').text =~ /(?s)\n```java\n(package com\.acme;[^`]+class SpringAiIT [^`]+)\n```\n/
assert found.find()
File acme = new File(basedir, 'spring-ai-1/src/test/java/com/acme')
acme.mkdirs()
new File(acme, 'SpringAiIT.java').text = found.group(1)
new File(acme, 'Application.java').text = """package com.acme;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class Application {}
"""
return true
