package it

import it.client.Chat
import spock.lang.Specification

class CapitalIT extends Specification {

    def 'asks for the capital'() {
        expect:
        Chat.ask('The capital in Spock?') == 'Paris'
    }

    def 'asks in #language'() {
        expect:
        Chat.ask("The capital in $language?") == 'Paris'

        where:
        language << ['French', 'German']
    }
}
