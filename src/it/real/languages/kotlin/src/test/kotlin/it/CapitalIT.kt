package it

import it.client.Chat
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Nested
import org.junit.jupiter.api.Test

class CapitalIT {

    @Test
    fun `asks for the capital`() = assertEquals("Paris", Chat.ask("The capital in Kotlin?"))

    @Nested
    inner class Again {

        @Test
        fun `asks once more`() = assertEquals("Paris", Chat.ask("The capital in Kotlin, again?"))
    }
}
